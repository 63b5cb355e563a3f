using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <param name="State">A word that means the end closes the account; what it owes stays owed.</param>
public sealed record ChangeAccount(Guid Id, Given<string> Name, Given<string> State, PaymentMode? Mode, int? CycleDay, Guid? HolderId);

public sealed class ChangeAccountHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(ChangeAccount command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteAccounts) is { } lacking) return lacking;
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == command.Id, ct);
        if (account is null) return Refusal.NotFound("account.not_found");
        // Another holder is a transfer, with consents and proofs: an operation of its own.
        if (command.HolderId is { } holder && holder != account.HolderPartyId && holder != account.CustomerId) return Refusal.Conflict("account.holder_fixed");
        if (command.Name.Value?.Length > 100) return Refusal.Invalid("record.too_long", "name", ("most", 100));
        if (command.State.Value?.Length > 40) return Refusal.Invalid("record.too_long", "state", ("most", 40));
        if (command.CycleDay is < 1 or > 28) return Refusal.Invalid("account.cycle_day", "billStructure");

        account.Name = command.Name.Or(account.Name);
        account.Mode = command.Mode ?? account.Mode;
        account.CycleDay = command.CycleDay ?? account.CycleDay;
        if (command.State.IsGiven)
        {
            var closes = command.State.Value is { } word && EndWords.Means(word);
            (account.Status, account.State) = (command.State.Value, closes ? AccountState.Closed : AccountState.Open);
            account.ClosedAt = closes ? account.ClosedAt ?? clock.GetUtcNow().UtcDateTime : null;
        }
        db.Audit(caller, clock, "account_changed", "billingAccount", account.Id.ToString(), account.HolderPartyId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
