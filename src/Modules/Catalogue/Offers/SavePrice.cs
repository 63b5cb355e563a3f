using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Makes a price to be put on an offer, or changes one that nobody pays yet.</summary>
public sealed record SavePrice(Guid Id, bool IsNew, Given<string> Name, PriceKind? Kind, Money? Amount);

public sealed class SavePriceHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(SavePrice command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Write) is { } lacking) return lacking;
        if (command.Name.Value?.Length > 200) return Refusal.Invalid("record.too_long", "name", ("most", 200));
        if (command.Amount is { IsNegative: true }) return Refusal.Invalid("amount.negative", "price");
        var price = command.IsNew ? null : await db.Set<Price>().SingleOrDefaultAsync(p => p.Id == command.Id, ct);
        if (price is null && !command.IsNew) return Refusal.NotFound("price.not_found");
        var changes = price is not null && ((command.Amount is { } amount && amount != price.Amount) || (command.Kind is { } kind && kind != price.Kind));
        if (price?.OfferVersionId is { } of && await db.Set<OfferVersion>().AnyAsync(v => v.Id == of && v.Terms != null, ct)) return Refusal.Conflict("price.of_terms");
        // Who has the offer pays the price they agreed to: another price is another price.
        if (changes && price!.OfferVersionId is { } on && await db.Set<OfferVersion>().AnyAsync(v => v.Id == on && (v.Pinned || v.State == OfferVersionState.Published), ct)) return Refusal.Conflict("price.in_use");

        if (price is null) db.Add(price = new Price { Id = command.Id });
        if (command.Name is { IsGiven: true, Value: { } name }) price.Name = LocalText.Of(name, name);
        (price.Kind, price.Amount, price.UpdatedAt) = (command.Kind ?? price.Kind, command.Amount ?? price.Amount, clock.GetUtcNow().UtcDateTime);
        db.Audit(caller, clock, "price_saved", "productOfferingPrice", price.Id.ToString(), details: new { price.Kind, amount = price.Amount.Minor });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
