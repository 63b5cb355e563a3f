using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Changes what was agreed of a product, or ends it.</summary>
/// <param name="Ends">It is over now, whatever day was named before.</param>
public sealed record ChangeProduct(Guid Id, Given<Money?> Monthly, Given<DateTime?> From, Given<DateTime?> To, bool Ends, Guid? AccountId, Guid? OfferId);

public sealed class ChangeProductHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(ChangeProduct command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(SubscriptionsPermissions.WriteInventory) is { } lacking) return lacking;
        var product = await db.Set<Product>().SingleOrDefaultAsync(p => p.Id == command.Id, ct);
        if (product is null) return Refusal.NotFound("product.not_found");
        // Another account or offer is another product: what was had and paid stays true.
        if (command.AccountId is { } account && account != product.AccountId) return Refusal.Conflict("record.cannot_change", ("field", "billingAccount"));
        if (command.From is { IsGiven: true } && command.From.Value != product.From) return Refusal.Conflict("record.cannot_change", ("field", "startDate"));
        if (command.OfferId is { } offer && !await Catalogue.OfferNames.Of(db).AnyAsync(o => o.OfferId == offer && o.VersionId == product.OfferVersionId, ct)) return Refusal.Conflict("record.cannot_change", ("field", "productOffering"));
        if (command.Monthly.Value is { IsNegative: true }) return Refusal.Invalid("amount.negative", "productPrice");
        var now = clock.GetUtcNow().UtcDateTime;
        var to = command.Ends && !command.To.IsGiven ? (product.To <= now ? product.To : now) : command.To.Or(product.To);
        if (to < product.From && !command.Ends) return Refusal.Invalid("period.backwards", "terminationDate");

        (product.NegotiatedMonthly, product.To) = (command.Monthly.Or(product.NegotiatedMonthly), to < product.From ? product.From : to);
        db.Audit(caller, clock, "product_changed", "product", product.Id.ToString());
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
