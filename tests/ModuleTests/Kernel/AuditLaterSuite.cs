using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

public abstract class Writing_reads_down_later(DatabaseKind kind) : StorageSuite(kind)
{
    static readonly Caller Machine = new() { Kind = CallerKind.Machine, Channel = Channel.Api, SubjectId = Guid.CreateVersion7() };
    readonly Fault fault = new();

    sealed class Fault : SaveChangesInterceptor
    {
        public bool Before, After;

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            Before ? throw new InvalidOperationException("before") : base.SavingChangesAsync(eventData, result, cancellationToken);

        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
            After ? throw new InvalidOperationException("after") : base.SavedChangesAsync(eventData, result, cancellationToken);
    }

    protected override void Register(IServiceCollection services)
    {
        services.ConfigureDbContext<SqlitePortalDbContext>(o => o.AddInterceptors(fault));
        services.ConfigureDbContext<PostgresPortalDbContext>(o => o.AddInterceptors(fault));
    }

    AuditLater Later => Services.GetRequiredService<AuditLater>();

    async Task NoteAsync(int count)
    {
        for (var i = 0; i < count; i++) await Later.NoteAsync(Machine, "api_read", "individual", $"{i}", null, null, Ct);
    }

    Task<List<AuditEntry>> WrittenAsync() => InDatabaseAsync(db => db.Set<AuditEntry>().AsNoTracking().ToListAsync(Ct));

    [Fact]
    public async Task Each_is_written_with_its_own_time_and_sealed_with_the_rest()
    {
        await NoteAsync(1);
        var at = Now;
        Clock.Advance(TimeSpan.FromMilliseconds(700));
        await NoteAsync(1200);
        Assert.Empty(await WrittenAsync());
        await Later.WriteAllAsync(Ct);
        var written = await WrittenAsync();
        Assert.Equal(1201, written.Count);
        Assert.Single(written, a => a.At == at);
        Assert.Equal(1201, await InScopeAsync(s => s.GetRequiredService<SealAudit>().HandleAsync(Ct)));
        Assert.Null((await InScopeAsync(s => s.GetRequiredService<VerifyAudit>().HandleAsync([], Ct))).Broken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_failed_save_held_is_written_once_whether_the_save_was_done_or_not(bool wasDone)
    {
        await NoteAsync(3);
        (fault.Before, fault.After) = (!wasDone, wasDone);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Later.WriteAllAsync(Ct));
        (fault.Before, fault.After) = (false, false);
        Assert.Equal(wasDone ? 3 : 0, (await WrittenAsync()).Count);
        await NoteAsync(2);
        await Later.WriteAllAsync(Ct);
        await Later.WriteAllAsync(Ct);
        Assert.Equal(["0", "0", "1", "1", "2"], (await WrittenAsync()).Select(a => a.ObjectId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task More_than_may_wait_are_written_by_whoever_brings_the_next()
    {
        await NoteAsync(10_000);
        Assert.Empty(await WrittenAsync());
        await NoteAsync(1);
        Assert.Equal(10_001, (await WrittenAsync()).Count);
    }

    [Fact]
    public async Task A_hall_that_closes_writes_what_is_left_and_what_it_counted()
    {
        await Later.StartAsync(Ct);
        await NoteAsync(2);
        for (var i = 0; i < 5; i++) Later.Count(Machine, "api_counted", "billingAccount");
        Later.Count(Machine with { SubjectId = Guid.CreateVersion7() }, "api_counted", "billingAccount");
        await Later.StopAsync(Ct);
        Assert.Equal(["0", "1", "{\"count\":1,", "{\"count\":5,"], (await WrittenAsync()).Select(a => a.Details?[..11] ?? a.ObjectId).Order(StringComparer.Ordinal));
    }
}

public sealed class Writing_reads_down_later_on_SQLite() : Writing_reads_down_later(DatabaseKind.Sqlite);

public sealed class Writing_reads_down_later_on_PostgreSQL() : Writing_reads_down_later(DatabaseKind.Postgres);
