using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Staff look a customer up by the number they have now. Everything personal comes masked, and the look is
/// written down where the customer sees it.</summary>
public sealed record ViewCustomerForStaff(string Number);

public sealed record StaffCustomerView(MaskedParty Party, IReadOnlyList<StaffLineView> Lines);

/// <param name="Identifier">Masked; null when no number is known.</param>
public sealed record StaffLineView(string? Identifier, LineKind Kind, LineState State, DateTime From);

public sealed class ViewCustomerForStaffHandler(PortalDbContext db, IOptions<OperatorOptions> @operator, TimeProvider clock)
{
    public async Task<Outcome<StaffCustomerView>> HandleAsync(ViewCustomerForStaff command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.View) is { } lacking) return lacking;
        if (command.Number.Trim().Length is 0 or > 60) return Refusal.Invalid("customer.number_missing", nameof(command.Number));
        // What was typed may be a telephone number or an account name: both are looked for, and no more.
        var names = new List<string> { command.Number.Trim().ToLowerInvariant() };
        if (PhoneNumber.TryParse(command.Number, @operator.Value.Country, out var phone)) names.Add(phone.E164);
        var holder = await (from tenure in db.Set<Tenure>()
                            join line in db.Set<Line>() on tenure.LineId equals line.Id
                            where names.Contains(tenure.Value) && tenure.To == null
                            select (Guid?)line.HolderPartyId).FirstOrDefaultAsync(ct);
        if (holder is not { } id || await MaskedParties.FindAsync(db, id, ct) is not { } party) return Refusal.NotFound("customer.not_found");
        var lines = await (from line in db.Set<Line>().AsNoTracking().Where(l => l.HolderPartyId == id)
                           join tenure in db.Set<Tenure>().Where(t => t.To == null) on line.Id equals tenure.LineId into tenures
                           from tenure in tenures.DefaultIfEmpty()
                           orderby line.From, line.Id
                           select new { line.Kind, line.State, line.From, IdentifierKind = tenure == null ? (IdentifierKind?)null : tenure.Kind, Value = tenure == null ? null : tenure.Value }).ToListAsync(ct);

        db.Audit(caller, clock, "customer_viewed", "party", id.ToString(), party: id);
        await db.SaveChangesAsync(ct);
        return new StaffCustomerView(party, [.. lines.Select(l => new StaffLineView(
            l.Value is null ? null : new ServiceIdentifier(l.IdentifierKind!.Value, l.Value).Masked, l.Kind, l.State, l.From))]);
    }
}
