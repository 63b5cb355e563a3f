using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Resources;
using Wangting.Storage;
using Wangting.Subscriptions;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

/// <summary>Rows that the next save stores without following each.</summary>
public abstract class Rows_in_bulk(DatabaseKind kind) : StorageSuite(kind)
{
    protected override void Register(IServiceCollection services) =>
        services.AddNotices().AddIdentity().AddCustomers().AddCatalogue().AddResources().AddSubscriptions().AddBilling();

    UsageRecord Row(string id) => new()
    {
        Id = Guid.CreateVersion7(), LineId = Guid.CreateVersion7(), Kind = UsageKind.Data, StartedAt = Now, OffsetMinutes = 480, Quantity = 5, ChargedQuantity = 5, Unit = UsageUnit.Kilobyte,
        Charge = new Money(-7), ToZone = "香港", RatedHere = true, AcceptedAt = Now, SourceSystem = "s", SourceId = id,
    };

    Task<int> CountAsync() => InDatabaseAsync(db => db.Set<UsageRecord>().CountAsync(Ct));

    [Fact]
    public async Task Come_back_as_they_were()
    {
        var row = Row("1");
        await InDatabaseAsync(async db =>
        {
            db.AddInBulk([row, Row("2")]);
            await db.SaveChangesAsync(Ct);
            Assert.Empty(db.ChangeTracker.Entries());
        });
        var read = await InDatabaseAsync(db => db.Set<UsageRecord>().SingleAsync(u => u.Id == row.Id, Ct));
        Assert.Equal((row.LineId, row.Kind, row.StartedAt, row.Unit, row.Charge, row.ToZone, row.AtZone, true), (read.LineId, read.Kind, read.StartedAt, read.Unit, read.Charge, read.ToZone, read.AtZone, read.RatedHere));
        Assert.Equal((480, null, row.SourceId), (read.OffsetMinutes, read.PeerClosed, read.SourceId));
    }

    [Fact]
    public async Task Are_stored_with_the_rest_of_the_save_or_not_at_all()
    {
        await InDatabaseAsync(async db =>
        {
            db.AddInBulk([Row("1"), Row("1")]);
            db.Audit(Caller.System, Clock, "tried", "usage", "1");
            var fault = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct));
            Assert.True(db.IsDuplicateKey(fault) && db.IsUnfit(fault));
            db.ChangeTracker.Clear();
            Assert.Equal(0, await db.SaveChangesAsync(Ct)); // nothing is left of them
        });
        Assert.Equal(0, await CountAsync());
        Assert.Equal(0, await InDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(Ct)));
    }

    [Fact]
    public async Task A_save_that_fails_leaves_the_callers_own_transaction_whole()
    {
        await InDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            db.AddInBulk([Row("1")]);
            await db.SaveChangesAsync(Ct);
            db.AddInBulk([Row("2"), Row("1")]);
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct));
            db.AddInBulk([Row("3")]);
            await db.SaveChangesAsync(Ct);
            await transaction.CommitAsync(Ct);
        });
        Assert.Equal(["1", "3"], await InDatabaseAsync(db => db.Set<UsageRecord>().OrderBy(u => u.SourceId).Select(u => u.SourceId).ToArrayAsync(Ct)));
    }

    [Fact]
    public async Task Left_behind_by_one_they_are_not_the_next_ones()
    {
        // Contexts come from a pool: the second has the first one's.
        await InDatabaseAsync(db => { db.AddInBulk([Row("left")]); return Task.CompletedTask; });
        await InDatabaseAsync(async db =>
        {
            db.Audit(Caller.System, Clock, "tried", "usage", "1");
            await db.SaveChangesAsync(Ct);
        });
        Assert.Equal(0, await CountAsync());
    }
}

public sealed class Rows_in_bulk_on_SQLite() : Rows_in_bulk(DatabaseKind.Sqlite);
public sealed class Rows_in_bulk_on_PostgreSQL() : Rows_in_bulk(DatabaseKind.Postgres);
