using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

/// <summary>What a save promises, whoever writes its statements.</summary>
public abstract class Saving_rows(DatabaseKind kind) : StorageSuite(kind)
{
    OutboxMessage Message(string body, string? key = null, Guid? id = null) =>
        new() { Id = id ?? Guid.CreateVersion7(), Type = "Nothing", Body = body, Key = key, CreatedAt = Now, DueAt = Now.AddDays(1) };

    Task<List<OutboxMessage>> MessagesAsync() => InDatabaseAsync(db => db.Set<OutboxMessage>().AsNoTracking().OrderBy(m => m.Body).ToListAsync(Ct));

    [Fact]
    public async Task Many_of_several_kinds_with_and_without_values_come_back_as_they_were()
    {
        var messages = Enumerable.Range(0, 7).Select(n => Message($"“{n}” 一条消息", n % 2 == 0 ? null : $"key-{n}")).ToList();
        messages[3].LeasedUntil = Now.AddSeconds(3);
        await InDatabaseAsync(async db =>
        {
            db.AddRange(messages);
            for (var n = 0; n < 3; n++) db.Audit(Caller.System, Clock, "payment_settled", "payment", $"{n}", n == 1 ? messages[0].Id : null);
            db.AddRange(new AuditEntry { Id = Guid.CreateVersion7(), At = Now, Act = "x", ObjectKind = "x", ObjectId = "3", Sequence = 7, Hash = [1, 2, 3] },
                new AuditEntry { Id = Guid.CreateVersion7(), At = Now, Act = "x", ObjectKind = "x", ObjectId = "4" });
            await db.SaveChangesAsync(Ct);
        });

        var back = await MessagesAsync();
        Assert.Equal(messages.Select(m => (m.Id, m.Type, m.Body, m.Key, m.CreatedAt, m.DueAt, m.LeasedUntil)), back.Select(m => (m.Id, m.Type, m.Body, m.Key, m.CreatedAt, m.DueAt, m.LeasedUntil)));
        var audit = await InDatabaseAsync(db => db.Set<AuditEntry>().AsNoTracking().OrderBy(a => a.ObjectId).ToListAsync(Ct));
        Assert.Equal([null, messages[0].Id, null, null, null], audit.Select(a => a.PartyId));
        Assert.Equal([null, null, null, 7, null], audit.Select(a => a.Sequence));
        Assert.Equal([1, 2, 3], audit[3].Hash!);
        Assert.Equal(CallerKind.System, audit[0].ActorKind);
    }

    [Fact]
    public async Task One_whose_key_is_taken_lets_none_of_the_save_be_stored()
    {
        var taken = Message("first");
        await InDatabaseAsync(async db => { db.Add(taken); await db.SaveChangesAsync(Ct); });

        await InDatabaseAsync(async db =>
        {
            db.AddRange(Message("second"), Message("third", id: taken.Id), Message("fourth"));
            Assert.True(db.IsDuplicateKey(await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct))));
        });

        Assert.Equal("first", Assert.Single(await MessagesAsync()).Body);
    }

    [Fact]
    public async Task Of_two_who_change_or_remove_a_row_the_second_is_told_and_stores_nothing()
    {
        var both = new[] { Message("one"), Message("two") };
        await InDatabaseAsync(async db => { db.AddRange(both); await db.SaveChangesAsync(Ct); });

        await InDatabaseAsync(async db =>
        {
            var mine = await db.Set<OutboxMessage>().OrderBy(m => m.Body).ToListAsync(Ct);
            await InDatabaseAsync(other => other.Set<OutboxMessage>().Where(m => m.Id == both[0].Id).ExecuteDeleteAsync(Ct));
            db.Remove(mine[0]);
            mine[1].Attempts = 5;
            db.Add(Message("three"));
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Ct));
        });

        var left = Assert.Single(await MessagesAsync());
        Assert.Equal(("two", 0), (left.Body, left.Attempts));
    }
}

public sealed class Saving_rows_on_SQLite() : Saving_rows(DatabaseKind.Sqlite);

public sealed class Saving_rows_on_PostgreSQL() : Saving_rows(DatabaseKind.Postgres);
