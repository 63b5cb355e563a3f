using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Billing;

/// <summary>The owner has booked a payment of ours, or refused it.</summary>
public sealed record PaymentAnswered(Guid PaymentId, Guid AccountId, ForwardState State);

/// <summary>After a booking the account is read again; after a refusal who paid is told that their money is safe and that
/// somebody looks.</summary>
public sealed class FollowAnswer(PortalDbContext db, AccountsById accounts, SendNoticeHandler notices, Refreshing refreshing) : IHandle<PaymentAnswered>
{
    public async Task HandleAsync(PaymentAnswered what, CancellationToken ct)
    {
        if (what.State == ForwardState.Booked)
        {
            await refreshing.AtOnceAsync(what.AccountId, ct);
            return;
        }
        var payment = await db.Set<Payment>().AsNoTracking().SingleAsync(p => p.Id == what.PaymentId, ct);
        if (payment.PayerId == Guid.Empty || await accounts.FindAsync(what.AccountId, ct) is not { } account) return;
        await notices.QueueAsync(new SendNotice(new Recipient(Medium.InApp, "", payment.Language, payment.PayerId), NoticeClass.Billing, "notice.payment_not_booked",
            new Dictionary<string, object?> { ["amount"] = payment.Amount, ["account"] = account.Number }, DedupeKey: $"unbooked:{payment.Id:N}"), ct);
    }
}
