using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>A price that an offer is to have: one there is, by its id, or a new one.</summary>
public sealed record OfferedPrice(Guid? Id, string? Name, PriceKind Kind, Money Amount);

/// <summary>Makes an offer, or changes what is said.</summary>
/// <param name="Prices">In place of those it has; null leaves them. Of an offer that somebody has, they make a new version.</param>
public sealed record SaveOffer(Guid Id, bool IsNew, Given<string> Name, Given<string> Description, OfferKind? Kind, OfferVersionState? State, Given<DateTime?> OnSaleFrom, Given<DateTime?> OnSaleTo,
    IReadOnlyList<OfferedPrice>? Prices);

public sealed class SaveOfferHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(SaveOffer command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Write) is { } lacking) return lacking;
        if (command.Name.Value?.Length > 200 || command.Description.Value?.Length > 900) return Refusal.Invalid("record.too_long", "name", ("most", 200));
        if (command.Prices is { } given && (given.Count > 100 || given.Any(p => p.Amount.IsNegative))) return Refusal.Invalid("amount.negative", "productOfferingPrice");
        var now = clock.GetUtcNow().UtcDateTime;
        var offer = command.IsNew ? null : await db.Set<Offer>().Include(o => o.Versions).ThenInclude(v => v.Prices).Include(o => o.Versions).ThenInclude(v => v.Allowances).AsSplitQuery().SingleOrDefaultAsync(o => o.Id == command.Id, ct);
        if (offer is null && !command.IsNew) return Refusal.NotFound("offer.not_found");
        var known = await KnownAsync(command.Prices, ct);
        if (command.Prices?.FirstOrDefault(p => p.Id is { } id && !known.ContainsKey(id)) is not null) return Refusal.Invalid("price.not_known", "productOfferingPrice");

        if (offer is null)
        {
            offer = new Offer { Id = command.Id, Code = "O" + command.Id.ToString("N")[16..].ToUpperInvariant(), Kind = command.Kind ?? OfferKind.Plan, Name = LocalText.Of("", "") };
            offer.Versions.Add(new OfferVersion { Id = Guid.CreateVersion7(), OfferId = offer.Id, Number = 1, OnSaleFrom = now });
            db.Add(offer);
        }
        var version = offer.Shown(now);
        if (version.Terms is not null && Touches(version, command)) return Refusal.Conflict("offer.has_terms", ("offer", offer.Code));
        if (known.Values.Any(p => p.OfferVersionId is not null && p.OfferVersionId != version.Id)) return Refusal.Conflict("price.on_another_offer");
        if (command.Prices is { } prices && !Same(version, prices)) version = Priced(offer, version, prices, known, now);
        if (command.Name is { IsGiven: true, Value: { } name }) offer.Name = LocalText.Of(name, name);
        if (command.Description.IsGiven) version.Description = command.Description.Value is { } said ? LocalText.Of(said, said) : null;
        if (command.State is { } state && state != version.State && Move(offer, version, state, caller, now) is { } why) return why;
        version.OnSaleFrom = command.OnSaleFrom.Value ?? version.OnSaleFrom;
        version.OnSaleTo = command.OnSaleTo.Or(version.OnSaleTo);
        if (version.OnSaleTo < version.OnSaleFrom) return Refusal.Invalid("period.backwards", "validFor");
        offer.UpdatedAt = now;
        db.Audit(caller, clock, "offer_saved", "productOffering", offer.Id.ToString(), details: new { offer.Code, version.Number, version.State });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }

    // What came as a file is changed as a file: here are only single prices, from which its terms could not be made again.
    static bool Touches(OfferVersion version, SaveOffer command) => (command.Prices is { } prices && !Same(version, prices))
        || (command.OnSaleFrom.Value is { } from && from != version.OnSaleFrom) || (command.OnSaleTo.IsGiven && command.OnSaleTo.Value != version.OnSaleTo);

    static Refusal? Move(Offer offer, OfferVersion version, OfferVersionState state, Caller caller, DateTime now)
    {
        if (version.Terms is not null)
        {
            if (caller.Lacks(CataloguePermissions.Publish) is { } lacking) return lacking;
            if (state == OfferVersionState.Published) return Selling.Publish(offer, version, now);
            if (state == OfferVersionState.Withdrawn) return Selling.Withdraw(offer, version, now);
            if (version.IsFixed()) return Refusal.Conflict("version.past_preview", Selling.Named(offer, version));
        }
        version.State = state;
        return null;
    }

    async Task<Dictionary<Guid, Price>> KnownAsync(IReadOnlyList<OfferedPrice>? prices, CancellationToken ct)
    {
        var ids = prices?.Select(p => p.Id).OfType<Guid>().ToArray() ?? [];
        return ids.Length == 0 ? [] : await db.Set<Price>().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
    }

    static bool Same(OfferVersion version, IReadOnlyList<OfferedPrice> prices) =>
        prices.Count == version.Prices.Count && prices.All(p => p.Id is { } id && version.Prices.Exists(v => v.Id == id));

    // Who has the offer keeps the version they took, with its prices; its other terms go on into the next.
    OfferVersion Priced(Offer offer, OfferVersion version, IReadOnlyList<OfferedPrice> prices, Dictionary<Guid, Price> known, DateTime now)
    {
        var kept = version.Prices.ToList();
        if (version.Pinned)
        {
            var next = new OfferVersion
            {
                Id = Guid.CreateVersion7(), OfferId = offer.Id, Number = offer.Versions.Max(v => v.Number) + 1, State = version.State, OnSaleFrom = now, OnSaleTo = version.OnSaleTo, TariffNumber = version.TariffNumber, Area = version.Area, Description = version.Description,
            };
            foreach (var allowance in version.Allowances)
                next.Allowances.Add(new Allowance { Id = Guid.CreateVersion7(), OfferVersionId = next.Id, Usage = allowance.Usage, Quantity = allowance.Quantity, Name = allowance.Name, Priority = allowance.Priority });
            db.Add(next);
            version = next;
        }
        else foreach (var gone in kept.Where(p => !prices.Any(w => w.Id == p.Id))) db.Remove(gone);
        foreach (var wanted in prices)
        {
            var price = wanted.Id is { } id ? known[id] : null;
            // A price of the version that somebody has stays with it; the new one gets its like.
            if (price is null || kept.Contains(price) && price.OfferVersionId != version.Id)
            {
                db.Add(price = new Price { Id = Guid.CreateVersion7(), Kind = price?.Kind ?? wanted.Kind, Amount = price?.Amount ?? wanted.Amount, Name = price?.Name ?? (wanted.Name is { } called ? LocalText.Of(called, called) : null), UpdatedAt = now });
            }
            price.OfferVersionId = version.Id;
        }
        return version;
    }
}
