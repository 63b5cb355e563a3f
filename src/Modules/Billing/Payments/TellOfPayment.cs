using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Billing;

/// <summary>Tells of a settled payment: a notice in the hall to who paid and to whose account it is, and a line in the
/// contact history. What debt has put on the account's lines ends with it, in the same save.</summary>
public sealed class TellOfPayment(PortalDbContext db, AccountsById accounts, SendNoticeHandler notices, RestoreLines restore, TimeProvider clock) : IHandle<PaymentSettled>
{
    public async Task HandleAsync(PaymentSettled what, CancellationToken ct)
    {
        var payment = await db.Set<Payment>().AsNoTracking().SingleAsync(p => p.Id == what.PaymentId, ct);
        if (await accounts.FindAsync(what.AccountId, ct) is not { } account) return;
        await restore.InAsync(account.Id, ct);
        db.RecordTouch(account.HolderPartyId, Caller.System with { Channel = payment.Channel, SubjectId = payment.PayerId }, clock, TouchDirection.In, "payment_settled",
            "payment", payment.Id.ToString("N"), ("paidAmount", what.Amount.ToString()), ("account", account.Number));
        // Who told of a payment taken elsewhere is a system, and reads no notices.
        var payer = payment.Gateway == ReceivePaymentHandler.Elsewhere ? Guid.Empty : payment.PayerId;
        foreach (var person in new[] { payer, account.HolderPartyId }.Where(p => p != Guid.Empty).Distinct())
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.InApp, "", payment.Language, person), NoticeClass.Billing, "notice.payment_settled",
                new Dictionary<string, object?> { ["amount"] = what.Amount, ["account"] = account.Number }, DedupeKey: $"{Payment.KeyOf(payment.Id)}:{person:N}"), ct);
    }
}
