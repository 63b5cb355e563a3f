using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>Reads what decides the bills of accounts for a period: products, use, what was left over, what was decided elsewhere.
/// The same accounts, period and moment give the same input for as long as nobody rewrites the past.</summary>
public sealed class ReadBillInputs(PortalDbContext db, ReadRatingBasis bases, IOptions<OperatorOptions> house, IOptions<CycleOptions> options)
{
    /// <param name="acceptedBy">Use that was taken in later, or taken back later, is not known yet.</param>
    /// <returns>The groups of these accounts, with the accounts that are linked to them; by their leaders.</returns>
    internal async Task<IReadOnlyList<BilledGroup>> ReadAsync(IReadOnlyCollection<Guid> accounts, BillingPeriod period, DateTime acceptedBy, CancellationToken ct)
    {
        var (all, links) = await WithLinkedAsync(accounts, ct);
        var next = Cycles.After(period);
        var read = new BillRows
        {
            Period = period, Next = next,
            Begins = house.Value.StartOf(period.From), Ends = house.Value.StartOf(next.From), NextEnds = house.Value.StartOf(next.To.AddDays(1)),
            Accounts = await AccountRows.Of(db).Where(a => all.Contains(a.Id)).OrderBy(a => a.Id).Select(a => new BilledAccount(a.Id, a.Number, a.CustomerId, a.HolderPartyId)).ToListAsync(ct),
            Advances = await db.Set<AdvanceCharge>().AsNoTracking().Where(c => all.Contains(c.AccountId) && c.For == period.From).ToListAsync(ct),
            Rests = await db.Set<AllowanceRest>().AsNoTracking().Where(r => all.Contains(r.AccountId) && r.Into == period.From).ToListAsync(ct),
        };
        var lines = PaidLines.Of(db).Where(l => all.Contains(l.AccountId));
        var lineIds = lines.Select(l => l.LineId);
        // What was paid ahead for goes back even where the product ended before the period.
        var ahead = read.Advances.Select(a => a.ProductId).ToArray();
        read.Products = await HeldProducts.Of(db).Where(p => all.Contains(p.AccountId) && p.From < read.NextEnds && (p.To == null || p.To > read.Begins || ahead.Contains(p.ProductId))).ToListAsync(ct);
        read.Shares = await HeldProducts.Shared(db).Where(s => all.Contains(s.OwnerAccountId) && s.From < read.Ends && (s.To == null || s.To > read.Begins)).ToListAsync(ct);
        read.Rested = await HeldProducts.Rested(db).Where(r => lineIds.Contains(r.LineId) && r.From < read.NextEnds && (r.To == null || r.To > read.Begins)).ToListAsync(ct);
        read.KnownBy = await HeldProducts.KnownBy(db).Where(k => lineIds.Contains(k.LineId) && k.From < read.Ends).ToListAsync(ct);
        read.PaidBy = await db.Set<PaymentResponsibility>().AsNoTracking().Where(r => lineIds.Contains(r.LineId)).ToListAsync(ct);
        read.OneOffs = await db.Set<OneOffCharge>().AsNoTracking().Where(c => all.Contains(c.AccountId) && c.At < acceptedBy
            && (c.BillId == null || db.Set<Bill>().Any(b => b.Id == c.BillId && b.AccountId == c.AccountId && b.PeriodFrom == period.From))).ToListAsync(ct);
        read.Lines = await lines.ToListAsync(ct);
        read.Events = await EventsAsync(lineIds, read, acceptedBy, ct);
        var basis = await bases.ReadAsync(read.Products.Select(p => p.OfferVersionId), ct);
        return BillInputs.Of(read, links, basis, options.Value.ToPolicy(), house.Value);
    }

    async Task<List<EventRow>> EventsAsync(IQueryable<Guid> lines, BillRows read, DateTime acceptedBy, CancellationToken ct)
    {
        var from = read.Begins.AddHours(-options.Value.LongestSessionHours);
        return await db.Set<UsageRecord>().Where(u => lines.Contains(u.LineId) && u.StartedAt >= from && u.StartedAt < read.Ends && u.RatedHere && u.AcceptedAt < acceptedBy
                && !db.Set<UsageCancellation>().Any(c => c.RecordId == u.Id && c.AcceptedAt < acceptedBy))
            .Select(u => new EventRow { Id = u.Id, Line = u.LineId, Start = u.StartedAt, Seconds = u.Seconds, Quantity = u.Quantity, Kind = u.Kind, Direction = u.Direction, To = u.ToZone, At = u.AtZone })
            .ToListAsync(ct);
    }

    /// <summary>Accounts that cannot be billed apart: who shares a product, and who pays for another's line.</summary>
    async Task<(Guid[] All, List<(Guid, Guid)> Links)> WithLinkedAsync(IReadOnlyCollection<Guid> accounts, CancellationToken ct)
    {
        var (all, fresh) = (accounts.ToHashSet(), accounts.ToArray());
        var links = new HashSet<(Guid, Guid)>();
        while (fresh.Length > 0)
        {
            var some = fresh;
            // From either side by itself: asked for both at once, every product and line there is would be looked at.
            var shared = HeldProducts.Shared(db).Where(s => s.AccountId != s.OwnerAccountId);
            var paid = from rule in db.Set<PaymentResponsibility>() join line in PaidLines.Of(db) on rule.LineId equals line.LineId where rule.AccountId != line.AccountId select new Link { A = line.AccountId, B = rule.AccountId };
            var found = await shared.Where(s => some.Contains(s.OwnerAccountId)).Select(s => new Link { A = s.AccountId, B = s.OwnerAccountId }).ToListAsync(ct);
            found.AddRange(await shared.Where(s => some.Contains(s.AccountId)).Select(s => new Link { A = s.AccountId, B = s.OwnerAccountId }).ToListAsync(ct));
            found.AddRange(await paid.Where(l => some.Contains(l.A)).ToListAsync(ct));
            found.AddRange(await paid.Where(l => some.Contains(l.B)).ToListAsync(ct));
            links.UnionWith(found.Select(f => (f.A, f.B)));
            fresh = [.. found.SelectMany(f => (Guid[])[f.A, f.B]).Where(all.Add)];
        }
        return ([.. all], [.. links]);
    }

    sealed class Link
    {
        public Guid A { get; init; }
        public Guid B { get; init; }
    }
}

/// <summary>The rows of some accounts as they were read.</summary>
internal sealed class BillRows
{
    public required BillingPeriod Period { get; init; }
    public required BillingPeriod Next { get; init; }
    public required DateTime Begins { get; init; }
    public required DateTime Ends { get; init; }
    public required DateTime NextEnds { get; init; }
    public required IReadOnlyList<BilledAccount> Accounts { get; init; }
    public required IReadOnlyList<AdvanceCharge> Advances { get; init; }
    public required IReadOnlyList<AllowanceRest> Rests { get; init; }
    public IReadOnlyList<HeldProductRow> Products { get; set; } = [];
    public IReadOnlyList<SharedProductRow> Shares { get; set; } = [];
    public IReadOnlyList<RestedRow> Rested { get; set; } = [];
    public IReadOnlyList<KnownByRow> KnownBy { get; set; } = [];
    public IReadOnlyList<PaymentResponsibility> PaidBy { get; set; } = [];
    public IReadOnlyList<OneOffCharge> OneOffs { get; set; } = [];
    public IReadOnlyList<PaidLine> Lines { get; set; } = [];
    public IReadOnlyList<EventRow> Events { get; set; } = [];
}

internal sealed class EventRow
{
    public Guid Id { get; init; }
    public Guid Line { get; init; }
    public DateTime Start { get; init; }
    public int Seconds { get; init; }
    public long Quantity { get; init; }
    public UsageKind Kind { get; init; }
    public UsageDirection Direction { get; init; }
    public string? To { get; init; }
    public string? At { get; init; }
}
