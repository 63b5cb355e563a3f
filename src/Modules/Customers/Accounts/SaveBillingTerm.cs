using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Adds or changes a way in which bills are made, timed or sent.</summary>
public sealed record SaveBillingTerm(Guid Id, BillingTermKind Kind, bool IsNew, Given<string> Name, Given<string> Description, int? CycleDay = null);

public sealed class SaveBillingTermHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(SaveBillingTerm command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteAccounts) is { } lacking) return lacking;
        if (command.Name.Value?.Length > 200) return Refusal.Invalid("record.too_long", "name", ("most", 200));
        if (command.Description.Value?.Length > 1000) return Refusal.Invalid("record.too_long", "description", ("most", 1000));
        if (command.CycleDay is < 1 or > 28) return Refusal.Invalid("account.cycle_day", "billingDateShift");
        var term = command.IsNew ? null : await db.Set<BillingTerm>().SingleOrDefaultAsync(t => t.Id == command.Id && t.Kind == command.Kind, ct);
        if (term is null && !command.IsNew) return Refusal.NotFound("billing_term.not_found");

        if (term is null) db.Add(term = new BillingTerm { Id = command.Id, Kind = command.Kind, Name = "" });
        (term.Name, term.Description, term.CycleDay) = (command.Name.Or(term.Name) ?? term.Name, command.Description.Or(term.Description), command.CycleDay ?? term.CycleDay);
        db.Audit(caller, clock, "billing_term_saved", "billingTerm", term.Id.ToString(), details: new { term.Kind, term.Name });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
