using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Forgets a customer who never had an account; one who had is closed instead.</summary>
public sealed record RemoveCustomer(Guid Id);

public sealed class RemoveCustomerHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(RemoveCustomer command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteCustomers) is { } lacking) return lacking;
        var customer = await db.Set<Customer>().SingleOrDefaultAsync(c => c.Id == command.Id, ct);
        if (customer is null) return Refusal.NotFound("customer.not_found");
        if (await db.Set<Account>().AnyAsync(a => a.CustomerId == customer.Id, ct)) return Refusal.Conflict("customer.in_use");

        db.Remove(customer);
        db.Audit(caller, clock, "customer_removed", "customer", customer.Id.ToString(), customer.PartyId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
