using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.ModuleTests.Import;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Billing;

/// <summary>Events of use: taken once, parked and tried again, taken back. The lines are those of docs/import/example.</summary>
public abstract class Taking_usage(DatabaseKind kind) : ImportSuite(kind)
{
    const string Source = "crm-example", Line = "L1001";
    static readonly DateTimeOffset At = new(2026, 11, 20, 8, 0, 0, TimeSpan.FromHours(8));

    static IncomingUsage Call(string id, string line = Line, long seconds = 95) =>
        new(new(Source, id)) { Line = line, Kind = UsageKind.Voice, StartedAt = At, Quantity = seconds, Unit = UsageUnit.Second, Peer = "13900008888" };

    static IncomingUsage Cancel(string id, string of) => new(new(Source, id)) { Cancels = of };

    async Task LinesAsync()
    {
        foreach (var name in (string[])["customers", "lines"])
        {
            var folder = Path.Combine(Repository, "docs", "import", "example");
            Assert.True((await ImportAsync(name, Path.Combine(folder, name + ".csv"), Path.Combine(folder, name + ".map.json"))).Succeeded);
        }
    }

    async Task<string> TakeAsync(params IncomingUsage[] events)
    {
        var outcomes = (await InScopeAsync(s => s.GetRequiredService<TakeUsageHandler>().HandleAsync(new(events), Caller.System, Ct))).Value;
        return string.Join(' ', outcomes.Select(o => o.Why is { } why ? $"{o.Outcome}:{why.Code}" : o.Outcome.ToString()));
    }

    Task<Outcome<RetriedUsage>> RetryAsync(string? reason = null, Guid? id = null, Caller? caller = null) =>
        InScopeAsync(s => s.GetRequiredService<RetryParkedUsageHandler>().HandleAsync(new(reason, id), caller ?? Caller.System, Ct));

    Task<string[]> StandingAsync() => InDatabaseAsync(db => StandingUsage.Of(db).OrderBy(u => u.SourceId).Select(u => u.SourceId).ToArrayAsync(Ct));

    Task<string[]> ParkedAsync() => InDatabaseAsync(db => db.Set<ParkedUsage>().OrderBy(p => p.SourceId).Select(p => p.SourceId + ":" + p.Reason).ToArrayAsync(Ct));

    [Fact]
    public async Task The_same_event_is_taken_once_however_often_it_comes()
    {
        await LinesAsync();
        Assert.Equal("Added Unchanged Added", await TakeAsync(Call("1"), Call("1", seconds: 9999), Call("2")));
        Assert.Equal("Unchanged Added", await TakeAsync(Call("2", line: "nobody's"), Call("3")));
        Assert.Equal(["1", "2", "3"], await StandingAsync());
        Assert.Equal(95, await InDatabaseAsync(db => db.Set<UsageRecord>().Where(u => u.SourceId == "1").Select(u => u.Quantity).SingleAsync(Ct)));
        Assert.Empty(await ParkedAsync());
    }

    [Fact]
    public async Task Two_who_bring_the_same_at_the_same_moment_bring_it_once()
    {
        await LinesAsync();
        IncomingUsage[] events = [.. Enumerable.Range(0, 300).Select(n => Call("e" + n))];
        await using var other = Build();
        var both = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() => InScopeAsync(n % 2 == 0 ? Services : other, s => s.GetRequiredService<TakeUsageHandler>().HandleAsync(new(events), Caller.System, Ct)), Ct)));
        Assert.Equal(300, both.Sum(b => b.Value.Count(o => o.Outcome == Acceptance.Added)));
        Assert.Equal(1500, both.Sum(b => b.Value.Count(o => o.Outcome == Acceptance.Unchanged)));
        Assert.Equal(300, await InDatabaseAsync(db => db.Set<UsageRecord>().CountAsync(Ct)));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_kept_whole_with_the_reason()
    {
        await LinesAsync();
        var said = await TakeAsync(Call("unknown", line: "L9999"), Call("negative", seconds: -1), Call("overflow", seconds: long.MaxValue), Call("future") with { StartedAt = At.AddDays(30) },
            Call("old") with { StartedAt = At.AddYears(-5) }, Call("zone") with { ToZone = "atlantis" }, Call("roaming") with { AtZone = "atlantis" }, Call("unit") with { Unit = UsageUnit.Kilobyte },
            Call("charge") with { Charge = new Money(long.MaxValue) }, Call("home") with { AtZone = "home" }, Call(new string('x', 101)));
        Assert.Equal("Parked:line.not_known Parked:usage.quantity Parked:usage.quantity Parked:usage.in_future Parked:usage.too_old Parked:usage.zone_unknown Parked:usage.zone_unknown Parked:usage.unit Parked:usage.charge_wrong Added Refused:record.too_long", said);
        Assert.Equal(["home"], await StandingAsync());
        Assert.Equal(9, (await ParkedAsync()).Length);
        await InDatabaseAsync(async db =>
        {
            var kept = await db.Set<ParkedUsage>().SingleAsync(p => p.SourceId == "zone", Ct);
            Assert.DoesNotContain("13900008888", kept.EventClosed, StringComparison.Ordinal);
            Assert.Contains("13900008888", Services.GetRequiredService<SecretColumns>().Open(ParkedUsage.EventPurpose, kept.EventClosed), StringComparison.Ordinal);
            Assert.Equal((Now, 1, Line), (kept.FirstSeenAt, kept.Tries, kept.Named));
        });
    }

    [Fact]
    public async Task What_is_parked_is_taken_once_what_it_lacks_is_there()
    {
        Assert.Equal("Parked:line.not_known Parked:line.not_known Parked:line.not_known", await TakeAsync(Call("1"), Call("2"), Call("3", line: "L9999")));
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("Parked:line.not_known", await TakeAsync(Call("1"))); // the same again: it goes on waiting, once
        Assert.Equal(2, await InDatabaseAsync(db => db.Set<ParkedUsage>().Where(p => p.SourceId == "1").Select(p => p.Tries).SingleAsync(Ct)));
        await LinesAsync();
        Assert.Equal((0, 0), await CountsAsync("usage.too_old"));
        Assert.Equal((2, 1), await CountsAsync("line.not_known"));
        Assert.Equal(["1", "2"], await StandingAsync());
        Assert.Equal(["3:line.not_known"], await ParkedAsync());
        Assert.Equal((0, 1), await CountsAsync());
        var id = await InDatabaseAsync(db => db.Set<ParkedUsage>().Select(p => p.Id).SingleAsync(Ct));
        Assert.Equal("line.not_known", Assert.Single((await RetryAsync(id: id)).Value.Still).Reason);
        Assert.Equal("usage.not_parked", (await RetryAsync(id: Guid.CreateVersion7())).Refusal?.Code);

        async Task<(int, int)> CountsAsync(string? reason = null) => (await RetryAsync(reason)).Value is var done ? (done.Taken, done.Still.Sum(s => s.Count)) : default;
    }

    [Fact]
    public async Task More_than_one_chunk_of_parked_events_is_tried_and_each_once()
    {
        await TakeAsync([.. Enumerable.Range(0, 1300).Select(n => Call("e" + n, line: n % 100 == 7 ? "L9999" : Line))]);
        await LinesAsync();
        var done = (await RetryAsync()).Value;
        Assert.Equal((1287, 13), (done.Taken, done.Still.Single().Count));
        Assert.All(await InDatabaseAsync(db => db.Set<ParkedUsage>().Select(p => p.Tries).ToListAsync(Ct)), tries => Assert.Equal(2, tries));
        Assert.Equal(1287, await InDatabaseAsync(db => db.Set<UsageRecord>().CountAsync(Ct)));
    }

    [Fact]
    public async Task An_event_that_is_taken_back_counts_no_more_and_is_taken_back_once()
    {
        await LinesAsync();
        await TakeAsync(Call("1"), Call("2"));
        Assert.Equal("Added", await TakeAsync(Cancel("c1", "1")));
        Assert.Equal("Unchanged Unchanged", await TakeAsync(Cancel("c1", "1"), Cancel("c1-again", "1")));
        Assert.Equal("Unchanged", await TakeAsync(Call("1"))); // and does not come back by being sent again
        Assert.Equal(["2"], await StandingAsync());
        Assert.Equal(1, await InDatabaseAsync(db => db.Set<UsageCancellation>().CountAsync(Ct)));
        Assert.Equal(2, await InDatabaseAsync(db => db.Set<UsageRecord>().CountAsync(Ct)));
    }

    [Fact]
    public async Task What_is_taken_back_before_it_came_never_counts()
    {
        await LinesAsync();
        Assert.Equal("Parked:usage.cancels_unknown", await TakeAsync(Cancel("c1", "1")));
        Assert.Equal("Parked:usage.cancels_unknown", await TakeAsync(Cancel("c1", "1")));
        Assert.Equal("Added Added", await TakeAsync(Call("1"), Call("2")));
        Assert.Equal(["2"], await StandingAsync());
        Assert.Empty(await ParkedAsync());
        Assert.Equal("Added Added", await TakeAsync(Cancel("c3", "3"), Call("3"))); // in one batch, in the wrong order
        Assert.Equal("Unchanged", await TakeAsync(Cancel("c1", "1")));
        Assert.Equal(["2"], await StandingAsync());
    }

    [Fact]
    public async Task What_takes_back_a_parked_event_waits_with_it()
    {
        Assert.Equal("Parked:line.not_known", await TakeAsync(Call("1")));
        Assert.Equal("Parked:usage.cancels_unknown", await TakeAsync(Cancel("c1", "1")));
        await LinesAsync();
        Assert.Equal(2, (await RetryAsync()).Value.Taken);
        Assert.Empty(await StandingAsync());
        Assert.Empty(await ParkedAsync());
    }

    [Fact]
    public async Task The_longest_prefix_says_where_a_call_goes()
    {
        await LinesAsync();
        await InDatabaseAsync(async db =>
        {
            db.AddRange(new Zone { Code = "national" }, new Zone { Code = "local" }, new Zone { Code = "hk" });
            db.AddRange(new ZonePrefix { Prefix = "86", Zone = "national" }, new ZonePrefix { Prefix = "8625", Zone = "local" }, new ZonePrefix { Prefix = "852", Zone = "hk" });
            await db.SaveChangesAsync(Ct);
        });
        (string Peer, string? Zone)[] calls = [("13900008888", "national"), ("02558000001", "local"), ("+862558000001", "local"), ("0085223456789", "hk"), ("+85223456789", "hk"), ("10086", "national"), ("+14155550123", null), ("not a number", null)];
        await TakeAsync([.. calls.Select((c, i) => Call("e" + i) with { Peer = c.Peer }), Call("f0") with { ToZone = "hk", AtZone = "national" }, Call("f1") with { Charge = new Money(5), ToZone = "theirs" }]);
        var zones = await InDatabaseAsync(db => db.Set<UsageRecord>().OrderBy(u => u.SourceId).Select(u => new { u.SourceId, u.ToZone, u.AtZone, u.RatedHere, u.Seconds }).ToListAsync(Ct));
        Assert.Equal(calls.Select((c, i) => ("e" + i, c.Zone)), zones.Take(calls.Length).Select(z => (z.SourceId, z.ToZone)));
        Assert.Equal(("hk", "national", true, 95), (zones[^2].ToZone, zones[^2].AtZone, zones[^2].RatedHere, zones[^2].Seconds));
        Assert.Equal(("theirs", false), (zones[^1].ToZone, zones[^1].RatedHere)); // what the source has charged needs no zone of ours
        Assert.Equal("13900008888", await InDatabaseAsync(async db => Services.GetRequiredService<SecretColumns>().Open(UsageRecord.PeerPurpose, (await db.Set<UsageRecord>().SingleAsync(u => u.SourceId == "e0", Ct)).PeerClosed!)));
    }

    [Fact]
    public async Task A_file_brings_events_and_what_takes_them_back_in_the_same_rows()
    {
        const string map = """
            { "source": "crm-example", "records": [
              { "kind": "usage", "id": "{id}", "when": { "column": "of", "has": false }, "fields": { "line": "{line}", "kind": "voice", "startedAt": "{at}", "quantity": "{s}", "unit": "second", "peer": "{peer}" } },
              { "kind": "usage-cancellations", "id": "{id}", "when": "{of}", "fields": { "cancels": "{of}" } } ] }
            """;
        const string rows = "id,line,at,s,peer,of\n1,L1001,2026-11-20 08:00:00,61,13900008888,\nc1,,,,,1\n2,L1001,2026-11-20 09:00:00,30,,\n3,L9999,2026-11-20 09:00:00,30,,\nc4,,,,,4\n2,L1001,2026-11-20 09:00:00,30,,\n5,L1001,2026-11-20,x,,\n";
        await LinesAsync();
        var (file, path) = (await WriteAsync("u.csv", rows), await WriteAsync("u.json", map));
        var tried = (await ImportAsync("usage", file, path, dryRun: true)).Value.Totals;
        Assert.Equal(0, await InDatabaseAsync(db => db.Set<UsageRecord>().CountAsync(Ct)));
        var done = (await ImportAsync("usage", file, path)).Value.Totals;
        foreach (var totals in (Wangting.Import.RunTotals[])[tried, done])
        {
            Assert.Equal((2, 1, 1, 0), (totals.Kinds["usage"].Added, totals.Kinds["usage"].Unchanged, totals.Kinds["usage"].Parked, totals.Kinds["usage"].Refused));
            Assert.Equal((1, 1), (totals.Kinds["usage-cancellations"].Added, totals.Kinds["usage-cancellations"].Parked));
        }
        Assert.Contains("import.value.not_integer", Assert.Single(await RejectsAsync()), StringComparison.Ordinal);
        Assert.Equal(["2"], await StandingAsync());
        Assert.Equal(["3:line.not_known", "c4:usage.cancels_unknown"], await ParkedAsync());
    }

    [Fact]
    public async Task Parked_events_are_shown_and_tried_by_who_may()
    {
        await TakeAsync([.. Enumerable.Range(0, 60).Select(n => Call($"e{n:D2}"))]);
        await TakeAsync(new IncomingUsage(new(Source, "n")) { Number = "+8613300001001", Kind = UsageKind.Data, StartedAt = At, Quantity = 5, Unit = UsageUnit.Kilobyte }, Cancel("c", "nothing"));
        Task<Outcome<ParkedUsagePage>> ListAsync(ListParkedUsage query, Caller caller) => InScopeAsync(s => s.GetRequiredService<ListParkedUsageHandler>().HandleAsync(query, caller, Ct));
        var first = (await ListAsync(new(), Caller.System)).Value;
        Assert.Equal([("line.not_known", 61), ("usage.cancels_unknown", 1)], first.Reasons);
        Assert.Equal(50, first.Events.Count);
        var second = (await ListAsync(new(After: first.Next), Caller.System)).Value;
        Assert.Null(second.Next);
        Assert.Equal(["n 133 **** 1001", "c "], first.Events.Concat(second.Events).Where(e => e.SourceId.Length == 1).OrderByDescending(e => e.SourceId, StringComparer.Ordinal).Select(e => $"{e.SourceId} {e.Named}"));
        Assert.Equal("c", Assert.Single((await ListAsync(new("usage.cancels_unknown"), Caller.System)).Value.Events).SourceId);
        var nobody = new Caller { Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = Guid.CreateVersion7() };
        Assert.Equal("permission.missing", (await ListAsync(new(), nobody)).Refusal?.Code);
        Assert.Equal("permission.missing", (await RetryAsync(caller: nobody)).Refusal?.Code);
        Assert.Equal("permission.missing", (await InScopeAsync(s => s.GetRequiredService<TakeUsageHandler>().HandleAsync(new([Call("x")]), nobody, Ct))).Refusal?.Code);
    }
}

public sealed class Taking_usage_on_SQLite() : Taking_usage(DatabaseKind.Sqlite);
public sealed class Taking_usage_on_PostgreSQL() : Taking_usage(DatabaseKind.Postgres);
