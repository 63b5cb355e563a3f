using Microsoft.EntityFrameworkCore;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Storage.Demo;

/// <summary>What the demo's people owe, used and hold. Bills are posted by the operation that posts every bill; the
/// figures are drawn from a fixed sequence, so two demos look alike.</summary>
internal sealed class DemoMoney(PortalDbContext db, PostBillHandler bills, GrantBucketHandler buckets, SecretColumns secrets, TimeZoneInfo zone, DateTime now)
{
    // A linear congruence, so that no library's choice of generator changes what the demo shows.
    uint state = 20261123;
    int Next(int below) => (int)((state = unchecked(state * 1664525 + 1013904223)) >> 8) % below;

    public async Task SeedAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, zone));
        var month = new DateOnly(today.Year, today.Month, 1);
        var accounts = await db.Set<Account>().Where(a => a.Number != DemoBilled.Account).OrderBy(a => a.Number).ToListAsync(ct);
        var lines = await db.Set<Line>().ToListAsync(ct);
        var tenures = await db.Set<Tenure>().ToDictionaryAsync(t => t.LineId, ct);
        var products = await db.Set<Product>().ToListAsync(ct);
        var offers = await db.Set<Offer>().Include(o => o.Versions).ThenInclude(v => v.Prices).Include(o => o.Versions).ThenInclude(v => v.Allowances).AsSplitQuery().ToListAsync(ct);
        var versions = offers.SelectMany(o => o.Versions.Select(v => (Offer: o, Version: v))).ToDictionary(v => v.Version.Id);

        foreach (var account in accounts)
        {
            var mine = lines.Where(l => l.AccountId == account.Id).ToArray();
            var due = new List<PostBill>();
            for (var back = 6; back >= 1; back--)
            {
                var from = month.AddMonths(-back);
                var charges = mine.SelectMany(line => Charges(line, tenures[line.Id], products, versions, from)).ToArray();
                var open = account.Mode == PaymentMode.Postpaid && back == 1 && account.Number != "2500100004";
                due.Add(new PostBill($"{from:yyyyMM}{account.Number[^8..]}", account.Id, account.CustomerId, account.HolderPartyId, from, from.AddMonths(1).AddDays(-1),
                    Utc(from.AddMonths(1).AddDays(1)), open ? today.AddDays(12) : from.AddMonths(1).AddDays(14), charges)
                {
                    PaidElsewhere = open ? Money.Zero : new Money(charges.Sum(c => c.Amount.Minor)),
                });
            }
            // Prepared, as a bill run does it: one save for the whole province, not one a bill.
            foreach (var posted in await bills.PrepareAsync(due, Caller.System, ct))
                if (posted.IsRefused(out var why, out _)) throw new InvalidOperationException(why.Code);
            await GiveBalanceAsync(account, month, ct);
            foreach (var line in mine.Where(l => l.Kind == LineKind.Mobile)) UseOf(line, products, versions, month, today);
        }
        await db.SaveChangesAsync(ct);
    }

    IEnumerable<BillCharge> Charges(Line line, Tenure tenure, List<Product> products, Dictionary<Guid, (Offer Offer, OfferVersion Version)> versions, DateOnly from)
    {
        foreach (var product in products.Where(p => p.LineId == line.Id))
        {
            var (offer, version) = versions[product.OfferVersionId];
            if (offer.Kind == OfferKind.AddOn && from.Month % 2 == 1) continue; // a pack is bought in some months only
            yield return Charge(offer.Kind == OfferKind.AddOn ? ChargeKind.AddOn : ChargeKind.Plan, offer.Name, version.Prices.First(p => p.Kind == PriceKind.Recurring).Amount.Minor);
        }
        if (line.Kind != LineKind.Mobile) yield break;
        var minutes = Next(60);
        if (minutes > 20) yield return Charge(ChargeKind.Voice, LocalText.Of("套餐外通话", "Calls beyond the plan"), minutes * 15L, minutes * 60L, UsageUnit.Second);
        var texts = Next(30);
        if (texts > 12) yield return Charge(ChargeKind.Message, LocalText.Of("套餐外短信", "Messages beyond the plan"), texts * 10L, texts, UsageUnit.Message);

        BillCharge Charge(ChargeKind kind, LocalText text, long minor, long? quantity = null, UsageUnit? unit = null) =>
            // Basic telecommunications 9 %, value-added 6 %, prices include it: amount − amount ÷ (1 + rate), to the nearest cent.
            new(kind, text, new Money(minor), new Money(minor - (minor * 200 + 109) / 218), line.Id, tenure.Value, quantity, unit);
    }

    async Task GiveBalanceAsync(Account account, DateOnly month, CancellationToken ct)
    {
        var prepaid = account.Mode == PaymentMode.Prepaid;
        await GrantAsync(new GrantBucket(account.Id, "opening", BucketKind.Cash, new Money(prepaid ? 12_60 : 86_40)) { BroughtForward = true, Refundable = true }, ct);
        if (!prepaid) return;
        await GrantAsync(new GrantBucket(account.Id, "gift-welcome", BucketKind.Gift, new Money(10_00)) { ExpiresAt = Utc(month.AddMonths(1)), DrawOrder = 10 }, ct);
        await GrantAsync(new GrantBucket(account.Id, "data-only", BucketKind.Earmarked, new Money(5_00)) { ScopeKinds = [ChargeKind.Data], DrawOrder = 5 }, ct);
        await GrantAsync(new GrantBucket(account.Id, "return-2026", BucketKind.Released, new Money(120_00)) { ReleaseEachMonth = new Money(10_00), ReleaseFrom = month.AddMonths(-2), DrawOrder = 20 }, ct);
    }

    async Task GrantAsync(GrantBucket grant, CancellationToken ct)
    {
        if ((await buckets.PrepareAsync(grant, Caller.System, ct)).IsRefused(out var why, out _)) throw new InvalidOperationException(why.Code);
    }

    void UseOf(Line line, List<Product> products, Dictionary<Guid, (Offer Offer, OfferVersion Version)> versions, DateOnly month, DateOnly today)
    {
        var used = new Dictionary<UsageKind, long>();
        for (var day = month.AddMonths(-1); day <= today; day = day.AddDays(1))
            for (var n = Next(4); n >= 0; n--)
            {
                var record = Record(line, day, n);
                if (record.StartedAt > now) continue;
                db.Add(record);
                if (day >= month) used[record.Kind] = used.GetValueOrDefault(record.Kind) + record.ChargedQuantity;
            }
        foreach (var product in products.Where(p => p.LineId == line.Id))
            foreach (var allowance in versions[product.OfferVersionId].Version.Allowances)
            {
                var gone = Math.Min(allowance.Quantity, used.GetValueOrDefault(allowance.Usage));
                used[allowance.Usage] = used.GetValueOrDefault(allowance.Usage) - gone;
                db.Add(new AllowanceBalance
                {
                    Id = Guid.CreateVersion7(), LineId = line.Id, ProductId = product.Id, PeriodFrom = month, PeriodTo = month.AddMonths(1).AddDays(-1), Kind = allowance.Usage,
                    Unit = Unit(allowance.Usage), Granted = allowance.Quantity, Used = gone, ExpiresAt = Utc(month.AddMonths(1)),
                });
            }
    }

    UsageRecord Record(Line line, DateOnly day, int n)
    {
        var kind = Next(10) switch { < 4 => UsageKind.Voice, < 5 => UsageKind.Message, _ => UsageKind.Data };
        var peer = kind == UsageKind.Data ? null : $"+861{Next(5) + 35}0000{Next(9000) + 1000:D4}";
        var quantity = kind switch { UsageKind.Voice => 20 + Next(900), UsageKind.Message => 1, _ => 20_000 + Next(900_000) };
        var minute = (7 + n * 4) * 60 + Next(220);
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(), LineId = line.Id, Kind = kind, StartedAt = Utc(day).AddMinutes(minute), OffsetMinutes = (int)zone.GetUtcOffset(Utc(day)).TotalMinutes,
            Quantity = quantity, ChargedQuantity = kind == UsageKind.Voice ? (quantity + 59) / 60 * 60 : quantity, Unit = Unit(kind),
            Direction = kind == UsageKind.Voice && Next(2) == 1 ? UsageDirection.Incoming : UsageDirection.Outgoing,
            PeerClosed = peer is null ? null : secrets.Close(UsageRecord.PeerPurpose, peer), PeerMasked = peer is null ? null : Mask.Phone(peer),
            Place = "南京", Seconds = kind == UsageKind.Voice ? quantity : 0, AcceptedAt = Utc(day).AddMinutes(minute), SourceSystem = "demo", SourceId = $"{line.Id:N}-{day:yyyyMMdd}-{n}",
        };
    }

    static UsageUnit Unit(UsageKind kind) => kind switch { UsageKind.Voice => UsageUnit.Second, UsageKind.Message => UsageUnit.Message, _ => UsageUnit.Kilobyte };

    DateTime Utc(DateOnly day) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), zone);
}
