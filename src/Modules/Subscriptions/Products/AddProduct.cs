using Microsoft.EntityFrameworkCore;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Records that an account has an offer from a day on.</summary>
/// <param name="Id">Chosen by the door.</param>
/// <param name="AccountId">Without one, the only account of the holder.</param>
/// <param name="HolderId">A customer or party; looked at where no account is named.</param>
/// <param name="Number">Of the service: a number that the account has already, or one that begins with this product.</param>
/// <param name="Monthly">Where it was agreed apart from the offer's price.</param>
public sealed record AddProduct(Guid Id, Guid? AccountId, Guid? HolderId, Guid OfferId, ServiceIdentifier? Number, Money? Monthly, DateTime? From, DateTime? To);

public sealed class AddProductHandler(PortalDbContext db, PinOffer pin, NumberHolding numbers, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(AddProduct command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(SubscriptionsPermissions.WriteInventory) is { } lacking) return lacking;
        if (command.Monthly is { IsNegative: true }) return Refusal.Invalid("amount.negative", "productPrice");
        var account = await AccountAsync(command, ct);
        if (account is null) return Refusal.Invalid("account.not_known", "billingAccount");
        if (account.State == AccountState.Closed) return Refusal.Conflict("account.is_closed");
        if (await pin.HandleAsync(command.OfferId, ct) is not { } version) return Refusal.Invalid("offer.not_known", "productOffering");
        var now = clock.GetUtcNow().UtcDateTime;
        var from = command.From ?? now;
        if (command.To < from) return Refusal.Invalid("period.backwards", "terminationDate");

        Line? line = null;
        if (command.Number is { } number)
        {
            var (found, refused) = await LineAsync(account, number, from, now, ct);
            if (refused is not null) return refused;
            line = found;
        }
        db.Add(new Product
        {
            Id = command.Id, CustomerId = account.CustomerId, AccountId = account.Id, LineId = line?.Id, OfferVersionId = version, NegotiatedMonthly = command.Monthly, From = from, To = command.To,
        });
        db.Audit(caller, clock, "product_added", "product", command.Id.ToString(), account.HolderPartyId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }

    async Task<AccountFacts?> AccountAsync(AddProduct command, CancellationToken ct)
    {
        if (command.AccountId is { } id) return await new AccountsById(db).FindAsync(id, ct);
        if (command.HolderId is not { } holder) return null;
        var held = await AccountRows.Of(db).Where(a => a.HolderPartyId == holder || a.CustomerId == holder).Select(a => a.Id).Take(2).ToListAsync(ct);
        return held.Count == 1 ? await new AccountsById(db).FindAsync(held[0], ct) : null;
    }

    async Task<(Line?, Refusal?)> LineAsync(AccountFacts account, ServiceIdentifier number, DateTime from, DateTime now, CancellationToken ct)
    {
        var held = await (from tenure in db.Set<Tenure>()
                          where tenure.Kind == number.Kind && tenure.Value == number.Value && tenure.To == null
                          join known in db.Set<Line>() on tenure.LineId equals known.Id
                          select known).SingleOrDefaultAsync(ct);
        if (held is not null) return held.AccountId == account.Id ? (held, null) : (null, Refusal.Conflict("number.already_held"));
        var person = (await PartyKinds.PersonsAsync(db, [account.HolderPartyId], ct)).Count > 0 ? account.HolderPartyId : (Guid?)null;
        var line = new Line { Id = Guid.CreateVersion7(), CustomerId = account.CustomerId, AccountId = account.Id, HolderPartyId = account.HolderPartyId, Kind = KindOf(number), State = LineState.Active, From = from < now ? from : now };
        db.Add(line);
        return (line, await numbers.BeginAsync(line, number, person, now, ct));
    }

    static LineKind KindOf(ServiceIdentifier number) => number.Kind switch
    {
        IdentifierKind.Mobile => LineKind.Mobile,
        IdentifierKind.Broadband => LineKind.Broadband,
        IdentifierKind.Iot => LineKind.Iot,
        _ => LineKind.Fixed,
    };
}
