using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

public abstract class Sealing_the_audit_log(DatabaseKind kind) : StorageSuite(kind)
{
    Task WriteAsync(int count) => InDatabaseAsync(db =>
    {
        for (var i = 0; i < count; i++) db.Audit(Caller.System, Clock, "thing_changed", "thing", $"{i}", Guid.CreateVersion7(), details: new { n = i, name = "李*" });
        return db.SaveChangesAsync(Ct);
    });

    Task<int> SealAsync() => InScopeAsync(s => s.GetRequiredService<SealAudit>().HandleAsync(Ct));

    Task<AuditVerdict> VerifyAsync(params AuditHead[] kept) => InScopeAsync(s => s.GetRequiredService<VerifyAudit>().HandleAsync(kept, Ct));

    async Task<AuditHead[]> HeadsAsync() => [.. await InScopeAsync(s => s.GetRequiredService<ListAuditHeads>().HandleAsync(DateOnly.MinValue, Ct))];

    [Fact]
    public async Task What_was_written_is_sealed_in_order_and_found_whole()
    {
        await WriteAsync(3);
        Assert.Equal(3, await SealAsync());
        await WriteAsync(4);
        Clock.Advance(TimeSpan.FromTicks(1234567));
        Assert.Equal(4, await SealAsync());
        await WriteAsync(2);

        var verdict = await VerifyAsync();
        Assert.Null(verdict.Broken);
        Assert.Equal((7, 2), (verdict.Checked, verdict.Unsealed));
    }

    [Fact]
    public async Task A_row_that_was_edited_is_named()
    {
        await WriteAsync(5);
        await SealAsync();
        await InDatabaseAsync(db => db.Set<AuditEntry>().Where(a => a.Sequence == 3).ExecuteUpdateAsync(s => s.SetProperty(a => a.ObjectId, "another"), Ct));

        var verdict = await VerifyAsync();
        Assert.Equal(3, verdict.Broken?.Sequence);
        Assert.Equal(await InDatabaseAsync(db => db.Set<AuditEntry>().Where(a => a.Sequence == 3).Select(a => a.Id).SingleAsync(Ct)), verdict.Broken?.Id);
    }

    [Fact]
    public async Task A_row_that_was_taken_out_is_named()
    {
        await WriteAsync(5);
        await SealAsync();
        await InDatabaseAsync(db => db.Set<AuditEntry>().Where(a => a.Sequence == 2).ExecuteDeleteAsync(Ct));

        var verdict = await VerifyAsync();
        Assert.Equal(2, verdict.Broken?.Sequence);
        Assert.Contains("missing", verdict.Broken?.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_days_head_is_told_and_reads_back_as_it_was_written()
    {
        await WriteAsync(3);
        Clock.Advance(TimeSpan.FromDays(1));
        await WriteAsync(2);
        await SealAsync();

        var heads = await HeadsAsync();
        Assert.Equal([(new DateOnly(2026, 11, 23), 3L), (new DateOnly(2026, 11, 24), 5L)], heads.Select(h => (h.Day, h.Sequence)));
        Assert.All(heads, h => Assert.Equal(h, AuditHead.TryRead(h.ToString(), out var read) ? read : null));
        Assert.Null((await VerifyAsync(heads)).Broken);
    }

    [Fact]
    public async Task An_end_that_was_cut_off_is_seen_by_the_head_that_was_kept()
    {
        await WriteAsync(5);
        await SealAsync();
        var kept = await HeadsAsync();
        await InDatabaseAsync(db => db.Set<AuditEntry>().Where(a => a.Sequence >= 4).ExecuteDeleteAsync(Ct));

        Assert.Null((await VerifyAsync()).Broken);
        Assert.Equal(4, (await VerifyAsync(kept)).Broken?.Sequence);
    }

    [Fact]
    public async Task A_chain_that_was_made_anew_is_seen_by_the_head_that_was_kept()
    {
        await WriteAsync(3);
        await SealAsync();
        var kept = await HeadsAsync();
        await InDatabaseAsync(db => db.Set<AuditEntry>().Where(a => a.Sequence == 2).ExecuteDeleteAsync(Ct));
        await InDatabaseAsync(db => db.Set<AuditEntry>().ExecuteUpdateAsync(s => s.SetProperty(a => a.Sequence, (long?)null), Ct));
        await WriteAsync(1);
        await SealAsync();

        Assert.Null((await VerifyAsync()).Broken);
        Assert.Contains("made anew", (await VerifyAsync(kept)).Broken?.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sealers_at_once_make_one_chain()
    {
        await WriteAsync(40);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(SealAsync, Ct)));
        await SealAsync();

        var verdict = await VerifyAsync();
        Assert.Null(verdict.Broken);
        Assert.Equal((40, 0), (verdict.Checked, verdict.Unsealed));
    }
}

public sealed class Sealing_the_audit_log_on_SQLite() : Sealing_the_audit_log(DatabaseKind.Sqlite);

public sealed class Sealing_the_audit_log_on_PostgreSQL() : Sealing_the_audit_log(DatabaseKind.Postgres);
