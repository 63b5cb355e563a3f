using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <param name="Status">A word that means the end (closed, terminated …) closes the customer.</param>
public sealed record ChangeCustomer(Guid Id, Given<string> Name, Given<string> Status, Guid? PartyId);

public sealed class ChangeCustomerHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(ChangeCustomer command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteCustomers) is { } lacking) return lacking;
        var customer = await db.Set<Customer>().SingleOrDefaultAsync(c => c.Id == command.Id, ct);
        if (customer is null) return Refusal.NotFound("customer.not_found");
        if (command.PartyId is { } party && party != customer.PartyId) return Refusal.Conflict("customer.party_fixed");
        if (command.Name.Value?.Length > 200) return Refusal.Invalid("record.too_long", "name", ("most", 200));
        if (command.Status.Value?.Length > 40) return Refusal.Invalid("record.too_long", "status", ("most", 40));
        var closes = command.Status.Value is { } word && EndWords.Means(word);
        if (closes && customer.State == CustomerState.Active && await db.Set<Account>().AnyAsync(a => a.CustomerId == customer.Id && a.State == AccountState.Open, ct)) return Refusal.Conflict("customer.account_open");

        customer.Name = command.Name.Or(customer.Name);
        if (command.Status.IsGiven)
        {
            customer.Status = command.Status.Value;
            customer.State = closes ? CustomerState.Closed : CustomerState.Active;
            customer.ClosedAt = closes ? customer.ClosedAt ?? clock.GetUtcNow().UtcDateTime : null;
        }
        db.Audit(caller, clock, "customer_changed", "customer", customer.Id.ToString(), customer.PartyId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}

internal static class EndWords
{
    static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "closed", "terminated", "inactive", "cancelled", "ended" };

    /// <summary>Whether another system's word for a state says that it is over.</summary>
    public static bool Means(string word) => Words.Contains(word);
}
