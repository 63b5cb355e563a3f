using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Switches it off, by who is charged or by anybody who may pay the account: from now on nothing is begun. The
/// permission at the gateway is ended as soon as that answers.</summary>
public sealed record StopAutoPay(Guid Id);

/// <summary>A permission that the gateway is still to be told of that it has ended.</summary>
public sealed record AgreementToEnd(Guid AutoPayId, int Asking);

public sealed class StopAutoPayHandler(PortalDbContext db, Agreements agreements, TellPayer tell, TimeProvider clock)
{
    public Task<Outcome<Done>> HandleAsync(StopAutoPay command, Caller caller, CancellationToken ct) => db.OnceAsync<Done>(async () =>
    {
        var payable = Granted.Accounts(db, caller, Right.Pay, clock.GetUtcNow().UtcDateTime);
        var wish = await db.Set<AutoPay>().SingleOrDefaultAsync(a => a.Id == command.Id && (a.PersonId == caller.SubjectId || payable.Contains(a.AccountId)), ct);
        if (wish is null) return Refusal.NotFound("auto_pay.not_found");
        if (wish.State is AutoPayState.Off or AutoPayState.Declined) return Done.Yes;

        var on = wish.State == AutoPayState.On;
        agreements.End(wish, AutoPayState.Off);
        await agreements.WithdrawChargesAsync(wish, ct);
        db.Tell(new AgreementToEnd(wish.Id, 1), clock);
        db.Audit(caller, clock, "auto_pay_off", "autoPay", wish.Id.ToString("N"), wish.HolderPartyId);
        if (on) await tell.QueueAsync(wish, "notice.auto_pay.off", [], $"autopay:{wish.Id:N}:off", ct);
        return Done.Yes;
    }, ct);
}

/// <summary>Ends the permission where it was given. Asked again until the gateway has answered.</summary>
public sealed class EndAgreement(PortalDbContext db, IEnumerable<IPaymentGateway> gateways, TimeProvider clock) : IHandle<AgreementToEnd>
{
    /// <remarks>Saved by the delivery, with the message's removal.</remarks>
    public async Task HandleAsync(AgreementToEnd what, CancellationToken ct)
    {
        var gateway = await db.Set<AutoPay>().Where(a => a.Id == what.AutoPayId).Select(a => a.Gateway).SingleOrDefaultAsync(ct);
        if (gateways.FirstOrDefault(g => g.Name == gateway) is not { } there || (await there.EndMandateAsync(what.AutoPayId, ct)).Succeeded) return;
        db.Tell(what with { Asking = what.Asking + 1 }, clock, clock.GetUtcNow().UtcDateTime.AddSeconds(Math.Min(3600, 10 * Math.Pow(2, Math.Min(what.Asking, 20)))));
    }
}
