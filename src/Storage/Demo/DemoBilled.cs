using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Storage.Demo;

/// <summary>The demo's customer whose months are billed here, by runs: what she used is rated, and more of it every month. On her a
/// bill can be explained, looked ahead to, and compared with every other plan.</summary>
internal sealed class DemoBilled(IServiceProvider services, DateTime now)
{
    public const string Number = "18100000090", Account = "2500100005";
    const int Months = 4;

    readonly PortalDbContext db = services.GetRequiredService<PortalDbContext>();
    readonly TimeZoneInfo zone = services.GetRequiredService<Texts>().Zone;
    readonly SecretColumns secrets = services.GetRequiredService<SecretColumns>();

    // As in the rest of the demo: a congruence of our own, so that every demo looks alike.
    uint state = 20260901;
    int Next(int below) => (int)((state = unchecked(state * 1664525 + 1013904223)) >> 8) % below;

    public async Task SeedAsync(CancellationToken ct)
    {
        var account = await db.Set<Account>().SingleAsync(a => a.Number == Account, ct);
        var line = await db.Set<Line>().SingleAsync(l => l.AccountId == account.Id, ct);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, zone));
        var first = new DateOnly(today.Year, today.Month, 1).AddMonths(-Months);
        for (var day = first; day <= today; day = day.AddDays(1)) UseOf(line.Id, day, ((day.Year - first.Year) * 12) + day.Month - first.Month);
        await db.SaveChangesAsync(ct);
        for (var month = 0; month < Months; month++) await BillAsync(first.AddMonths(month), ct);
        await PayAllButLastAsync(account.Id, ct);
        await services.GetRequiredService<RefreshUseHandler>().HandleAsync([new Told<UseTaken>(new UseTaken([line.Id]))], ct);
        await db.SaveChangesAsync(ct);
    }

    // A quiet first month; then more data; last month a journey's calls to Hong Kong.
    void UseOf(Guid line, DateOnly day, int month)
    {
        for (var n = 0; n < 4; n++) Add(line, day, n, UsageKind.Data, 150_000 + Next(150_000) + (month * 90_000), null, null);
        for (var n = 4; n < 6 + Next(3); n++) Add(line, day, n, UsageKind.Voice, 40 + Next(500), "national", "+8613911110002");
        if (day.Day % 5 == 0) Add(line, day, 9, UsageKind.Message, 1, "national", "+8613911110002");
        if (month == Months - 1 && day.Day is 12 or 13 or 19) Add(line, day, 10, UsageKind.Voice, 200 + Next(400), "hk", "+85251112233");
    }

    void Add(Guid line, DateOnly day, int n, UsageKind kind, long quantity, string? to, string? peer)
    {
        var at = TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), zone).AddMinutes((8 * 60) + (n * 70) + Next(60));
        if (at > now.AddMinutes(-5)) return;
        db.Add(new UsageRecord
        {
            Id = Guid.CreateVersion7(), LineId = line, Kind = kind, StartedAt = at, OffsetMinutes = (int)zone.GetUtcOffset(at).TotalMinutes, Quantity = quantity, ChargedQuantity = quantity, Unit = UsageWords.UnitOf(kind),
            Seconds = kind == UsageKind.Voice ? (int)quantity : 0, ToZone = to, PeerClosed = peer is null ? null : secrets.Close(UsageRecord.PeerPurpose, peer), PeerMasked = peer is null ? null : Mask.Phone(peer),
            Place = "南京", RatedHere = true, AcceptedAt = at.AddMinutes(4), SourceSystem = "demo", SourceId = $"{line:N}-{day:yyyyMMdd}-{n}",
        });
    }

    async Task BillAsync(DateOnly month, CancellationToken ct)
    {
        var begun = await services.GetRequiredService<StartBillRunHandler>().HandleAsync(new StartBillRun(1, month), Caller.System, ct);
        // On the first day of a month the last one is still open.
        if (!begun.IsRefused(out _, out var run)) await services.GetRequiredService<WorkOnRuns>().HandleAsync(run, 1, ct);
    }

    async Task PayAllButLastAsync(Guid account, CancellationToken ct)
    {
        var bills = await db.Set<Bill>().Where(b => b.AccountId == account).OrderByDescending(b => b.PeriodFrom).Select(b => new { b.Id, b.Outstanding }).ToListAsync(ct);
        foreach (var bill in bills.Skip(1))
            await services.GetRequiredService<ReceivePaymentHandler>().HandleAsync(new ReceivePayment(Guid.CreateVersion7(), account, bill.Outstanding, bill.Id, "counter", null), Caller.System, ct);
    }
}
