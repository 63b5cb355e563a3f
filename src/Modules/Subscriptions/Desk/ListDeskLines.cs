using Microsoft.EntityFrameworkCore;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>A line of an opened customer, as a desk sees it.</summary>
/// <param name="Identifier">Masked; null when no number is known.</param>
/// <param name="Plan">The plan's name; null for a line without one.</param>
/// <param name="Others">How many other things are on it.</param>
/// <param name="UsedByOther">Somebody else uses it.</param>
public sealed record DeskLine(Guid Id, LineKind Kind, LineState State, string? Identifier, string? Label, string? ExternalId, Guid AccountId, DateTime From, LocalText? Plan, int Others,
    IReadOnlyList<(RestrictionReason Reason, RestrictionScope Scope, DateTime From)> Restrictions, bool UsedByOther, bool HeldByOther);

/// <param name="All">How many there are; the list is cut at <see cref="ListDeskLines.Most"/>.</param>
public sealed record DeskLines(IReadOnlyList<DeskLine> Lines, int All);

/// <summary>Lines that an opened customer holds or uses, living ones first.</summary>
public sealed class ListDeskLines(PortalDbContext db, TimeProvider clock)
{
    public const int Most = 12;

    public async Task<DeskLines> HandleAsync(Guid party, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var open = Opened.Parties(db, caller with { ActingFor = party }, now);
        var lines = db.Set<Line>().AsNoTracking().Where(l => open.Contains(l.HolderPartyId) || (l.UserPersonId != null && open.Contains(l.UserPersonId.Value)));
        var rows = await lines.OrderBy(l => l.State == LineState.Ceased).ThenBy(l => l.Kind != LineKind.Mobile).ThenBy(l => l.From).ThenBy(l => l.Id).Take(Most).Select(l => new
        {
            l.Id, l.Kind, l.State, l.Label, l.Source, l.AccountId, l.HolderPartyId, l.UserPersonId, l.From,
            Tenures = db.Set<Tenure>().Where(t => t.LineId == l.Id && t.To == null).Select(t => new { t.Kind, t.Value }).ToList(),
            Restrictions = db.Set<Restriction>().Where(r => r.LineId == l.Id && r.From <= now && (r.To == null || r.To > now)).Select(r => new { r.Reason, r.Scope, r.From }).ToList(),
            Offers = db.Set<Product>().Where(p => p.LineId == l.Id && p.From <= now && (p.To == null || p.To > now))
                .Join(OfferNames.Of(db), p => p.OfferVersionId, o => o.VersionId, (p, o) => new { o.Kind, o.Name, p.From }).ToList(),
        }).AsSingleQuery().ToListAsync(ct);
        var all = rows.Count < Most ? rows.Count : await lines.CountAsync(ct);
        return new DeskLines([.. rows.Select(l => new DeskLine(l.Id, l.Kind, l.State, l.Tenures.Select(t => new ServiceIdentifier(t.Kind, t.Value).Masked).FirstOrDefault(), l.Label, l.Source?.ExternalId, l.AccountId, l.From,
            l.Offers.OrderBy(o => o.Kind is OfferKind.Plan or OfferKind.Broadband ? 0 : 1).ThenBy(o => o.From).Select(o => o.Name).FirstOrDefault(), Math.Max(0, l.Offers.Count - 1),
            [.. l.Restrictions.OrderBy(r => r.From).Select(r => (r.Reason, r.Scope, r.From))], l.UserPersonId is { } user && user != party, l.HolderPartyId != party))], all);
    }
}
