using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Notes how far another system is with a bill.</summary>
/// <param name="State">new, onHold, validated or sent; that it is paid follows from payments alone.</param>
public sealed record MarkBill(Guid Id, string State);

public sealed class MarkBillHandler(PortalDbContext db, TimeProvider clock)
{
    static readonly string[] Words = ["new", "onHold", "validated", "sent"];

    public async Task<Outcome<Done>> HandleAsync(MarkBill command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.WriteBills) is { } lacking) return lacking;
        var bill = await db.Set<Bill>().SingleOrDefaultAsync(b => b.Id == command.Id, ct);
        if (bill is null) return Refusal.NotFound("bill.not_found");
        if (!Words.Contains(command.State)) return Refusal.Conflict("bill.state_follows_payments", ("choices", string.Join(", ", Words)));
        if (bill.State != BillState.Issued) return Refusal.Conflict("bill.state_follows_payments", ("choices", string.Join(", ", Words)));

        bill.Mark = command.State;
        db.Audit(caller, clock, "bill_marked", "customerBill", bill.Number, bill.HolderPartyId, details: new { command.State });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
