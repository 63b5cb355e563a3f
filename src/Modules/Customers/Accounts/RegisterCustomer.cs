using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Makes a party a customer.</summary>
/// <param name="Id">Chosen by the door; its last digits are the customer's number.</param>
public sealed record RegisterCustomer(Guid Id, Guid PartyId, string? Name, string? Status);

public sealed class RegisterCustomerHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(RegisterCustomer command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteCustomers) is { } lacking) return lacking;
        var party = await db.Set<Party>().AsNoTracking().Where(p => p.Id == command.PartyId).Select(p => new { p.Id, p.Kind }).SingleOrDefaultAsync(ct);
        if (party is null) return Refusal.Invalid("party.not_known", "engagedParty");
        if (command.Name?.Length > 200) return Refusal.Invalid("record.too_long", "name", ("most", 200));
        if (command.Status?.Length > 40) return Refusal.Invalid("record.too_long", "status", ("most", 40));

        var customer = CustomerNumbers.Make(command.Id, party.Id, party.Kind, clock.GetUtcNow().UtcDateTime);
        (customer.Name, customer.Status) = (command.Name, command.Status);
        db.Add(customer);
        db.Audit(caller, clock, "customer_registered", "customer", customer.Id.ToString(), party.Id);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}

internal static class CustomerNumbers
{
    /// <summary>A customer whose number is of our making: the random part of the id, which is as unique as the id.</summary>
    public static Customer Make(Guid id, Guid party, PartyKind kind, DateTime now) => new()
    {
        Id = id, PartyId = party, Number = "C" + id.ToString("N")[16..].ToUpperInvariant(), Class = kind == PartyKind.Organisation ? CustomerClass.Enterprise : CustomerClass.Ordinary, Since = now,
    };
}
