using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>An offer as another system has it.</summary>
/// <param name="Code">Key by which products name it.</param>
/// <param name="Monthly">Null where the other system states no price of its own.</param>
/// <param name="Included">What it includes a month, in seconds, messages and kilobytes.</param>
public sealed record IncomingOffer(RecordSource Source, string Code, OfferKind Kind, LocalText Name, Money? Monthly = null, string? TariffNumber = null, string Area = "",
    DateTime? OnSaleFrom = null, DateTime? OnSaleTo = null, bool OnSale = true, IReadOnlyDictionary<UsageKind, long>? Included = null);

/// <summary>Takes offers over from another system. Another price or allowance makes a new version: who has the offer
/// keeps the one they took. Prepares only: <b>the caller saves</b>.</summary>
public sealed class AcceptOffers(PortalDbContext db, TimeProvider clock)
{
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingOffer> batch, CancellationToken ct)
    {
        var codes = batch.Select(o => o.Code).Distinct().ToArray();
        var known = await db.Set<Offer>().Where(o => codes.Contains(o.Code))
            .Include(o => o.Versions).ThenInclude(v => v.Prices).Include(o => o.Versions).ThenInclude(v => v.Allowances).AsSplitQuery()
            .ToDictionaryAsync(o => o.Code, StringComparer.Ordinal, ct);
        var outcomes = new List<Accepted>(batch.Count);
        foreach (var incoming in batch) outcomes.Add(Accept(incoming, known));
        return outcomes;
    }

    Accepted Accept(IncomingOffer incoming, Dictionary<string, Offer> known)
    {
        if (incoming.Code.Length > 100) return Refusal.Invalid("record.too_long", "code", ("most", 100));
        if (known.TryGetValue(incoming.Code, out var stored))
        {
            if (stored.Source is not { } source || source.System != incoming.Source.System || source.ExternalId != incoming.Source.ExternalId) return Refusal.Conflict("offer.code_taken") with { Field = "code" };
            if (!incoming.Source.IsNewerThan(source)) return Accepted.Unchanged;
            if (stored.Kind != incoming.Kind) return Refusal.Conflict("record.cannot_change", ("field", "kind"));
            (stored.Name, stored.Source) = (incoming.Name, incoming.Source);
            var latest = stored.Versions.MaxBy(v => v.Number)!;
            if (SameTerms(latest, incoming)) Describe(latest, incoming);
            else db.Add(Version(stored, latest.Number + 1, incoming));
            return Accepted.Updated;
        }
        if (incoming.Monthly is { IsNegative: true }) return Refusal.Invalid("amount.negative", "monthly");
        var offer = new Offer { Id = Guid.CreateVersion7(), Code = incoming.Code, Kind = incoming.Kind, Name = incoming.Name, Source = incoming.Source };
        offer.Versions.Add(Version(offer, 1, incoming));
        db.Add(offer);
        known[offer.Code] = offer;
        return Accepted.Added;
    }

    OfferVersion Version(Offer offer, int number, IncomingOffer incoming)
    {
        var version = new OfferVersion { Id = Guid.CreateVersion7(), OfferId = offer.Id, Number = number, OnSaleFrom = incoming.OnSaleFrom ?? clock.GetUtcNow().UtcDateTime };
        Describe(version, incoming);
        if (incoming.Monthly is { } monthly) version.Prices.Add(new Price { Id = Guid.CreateVersion7(), OfferVersionId = version.Id, Kind = PriceKind.Recurring, Amount = monthly });
        foreach (var (usage, quantity) in incoming.Included ?? new Dictionary<UsageKind, long>())
            version.Allowances.Add(new Allowance { Id = Guid.CreateVersion7(), OfferVersionId = version.Id, Usage = usage, Quantity = quantity });
        return version;
    }

    static void Describe(OfferVersion version, IncomingOffer incoming)
    {
        version.State = incoming.OnSale ? OfferVersionState.Published : OfferVersionState.Withdrawn;
        (version.TariffNumber, version.Area, version.OnSaleTo) = (incoming.TariffNumber, incoming.Area, incoming.OnSaleTo);
    }

    static bool SameTerms(OfferVersion version, IncomingOffer incoming) =>
        version.Prices.Find(p => p.Kind == PriceKind.Recurring)?.Amount == incoming.Monthly
        && version.Allowances.OrderBy(a => a.Usage).Select(a => (a.Usage, a.Quantity)).SequenceEqual((incoming.Included ?? new Dictionary<UsageKind, long>()).OrderBy(i => i.Key).Select(i => (i.Key, i.Value)));
}
