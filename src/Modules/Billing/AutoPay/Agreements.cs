using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What a gateway's word about a permission does to it, however it came.</summary>
public sealed class Agreements(PortalDbContext db, TellPayer tell, TimeProvider clock)
{
    /// <summary>Changes it in this unit of work; the caller saves.</summary>
    internal async Task TakeAsync(AutoPay wish, GatewayMandate told, CancellationToken ct)
    {
        switch (told.State)
        {
            // Two for one account, agreed to at the same moment: one is enough.
            case MandateState.Agreed when wish.State == AutoPayState.Asked && await db.Set<AutoPay>().AnyAsync(a => a.LiveAccountId == wish.AccountId, ct):
                End(wish, AutoPayState.Off);
                db.Tell(new AgreementToEnd(wish.Id, 1), clock);
                break;
            case MandateState.Agreed when wish.State is AutoPayState.Asked or AutoPayState.Declined && !await db.Set<AutoPay>().AnyAsync(a => a.LiveAccountId == wish.AccountId, ct):
                (wish.State, wish.LiveAccountId, wish.OnAt, wish.EndedAt) = (AutoPayState.On, wish.AccountId, clock.GetUtcNow().UtcDateTime, null);
                (wish.GatewayReference, wish.Method) = (told.Reference, told.Method);
                db.Audit(Caller.System, clock, "auto_pay_on", "autoPay", wish.Id.ToString("N"), wish.HolderPartyId);
                await tell.QueueAsync(wish, "notice.auto_pay.on", [], $"autopay:{wish.Id:N}:on", ct);
                break;
            // Agreed to in one tab after it was switched off in another.
            case MandateState.Agreed when wish.State == AutoPayState.Off:
                db.Tell(new AgreementToEnd(wish.Id, 1), clock);
                break;
            case MandateState.Declined or MandateState.Ended when wish.State == AutoPayState.Asked:
                End(wish, AutoPayState.Declined);
                break;
            case MandateState.Declined or MandateState.Ended when wish.State == AutoPayState.On:
                End(wish, AutoPayState.Off);
                await WithdrawChargesAsync(wish, ct);
                db.Audit(Caller.System, clock, "auto_pay_ended_there", "autoPay", wish.Id.ToString("N"), wish.HolderPartyId);
                await tell.QueueAsync(wish, "notice.auto_pay.ended_there", [], $"autopay:{wish.Id:N}:ended", ct);
                break;
        }
    }

    internal void End(AutoPay wish, AutoPayState state) => (wish.State, wish.LiveAccountId, wish.EndedAt) = (state, null, clock.GetUtcNow().UtcDateTime);

    /// <summary>What was announced and not yet begun is not charged.</summary>
    internal async Task WithdrawChargesAsync(AutoPay wish, CancellationToken ct)
    {
        foreach (var charge in await db.Set<AutoCharge>().Where(c => c.AutoPayId == wish.Id && c.State == AutoChargeState.Announced).ToListAsync(ct)) charge.State = AutoChargeState.Withdrawn;
    }
}
