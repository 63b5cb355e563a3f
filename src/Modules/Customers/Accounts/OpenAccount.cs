using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Opens an account that bills go to.</summary>
/// <param name="Id">Chosen by the door.</param>
/// <param name="HolderId">A customer, or a party: one that is nobody's customer yet becomes one.</param>
public sealed record OpenAccount(Guid Id, Guid HolderId, string? Name, PaymentMode Mode, string? State, int CycleDay = 1);

public sealed class OpenAccountHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(OpenAccount command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteAccounts) is { } lacking) return lacking;
        if (command.Name?.Length > 100) return Refusal.Invalid("record.too_long", "name", ("most", 100));
        if (command.State?.Length > 40) return Refusal.Invalid("record.too_long", "state", ("most", 40));
        if (command.CycleDay is < 1 or > 28) return Refusal.Invalid("account.cycle_day", "billStructure");
        var customer = await db.Set<Customer>().Where(c => c.Id == command.HolderId || c.PartyId == command.HolderId).OrderBy(c => c.State).ThenBy(c => c.Id).FirstOrDefaultAsync(ct);
        var party = await db.Set<Party>().AsNoTracking().Where(p => p.Id == (customer == null ? command.HolderId : customer.PartyId)).Select(p => new { p.Id, p.Kind }).SingleOrDefaultAsync(ct);
        if (party is null) return Refusal.Invalid("party.not_known", "relatedParty");

        var now = clock.GetUtcNow().UtcDateTime;
        if (customer is null) db.Add(customer = CustomerNumbers.Make(Guid.CreateVersion7(), party.Id, party.Kind, now));
        var closed = command.State is { } word && EndWords.Means(word);
        var account = new Account
        {
            Id = command.Id, CustomerId = customer.Id, HolderPartyId = party.Id, Number = "A" + command.Id.ToString("N")[16..].ToUpperInvariant(), Name = command.Name, Mode = command.Mode,
            CycleDay = command.CycleDay, OpenedAt = now, Status = command.State, State = closed ? AccountState.Closed : AccountState.Open, ClosedAt = closed ? now : null,
        };
        db.Add(account);
        // An organisation's accounts are reached by its administrator's grant on the organisation.
        if (party.Kind == PartyKind.Person)
            db.Add(new Grant { Id = Guid.CreateVersion7(), PersonId = party.Id, AccountId = account.Id, Basis = GrantBasis.Holder, Rights = Right.All, From = now });
        db.Audit(caller, clock, "account_opened", "billingAccount", account.Id.ToString(), party.Id, details: new { account.Number });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
