using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Writes a settled payment into the contact history of the account's holder.</summary>
public sealed class TellOfPayment(PortalDbContext db, AccountsById accounts, TimeProvider clock) : IHandle<PaymentSettled>
{
    public async Task HandleAsync(PaymentSettled what, CancellationToken ct)
    {
        var payment = await db.Set<Payment>().AsNoTracking().SingleAsync(p => p.Id == what.PaymentId, ct);
        if (await accounts.FindAsync(what.AccountId, ct) is not { } account) return;
        db.RecordTouch(account.HolderPartyId, Caller.System with { Channel = payment.Channel, SubjectId = payment.PayerId }, clock, TouchDirection.In, "payment_settled",
            "payment", payment.Id.ToString("N"), ("paidAmount", what.Amount.ToString()), ("account", account.Number));
    }
}
