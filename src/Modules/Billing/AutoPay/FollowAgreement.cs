using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Asks the gateway whether the payer agreed, until it has said so or their time is over.</summary>
public sealed class FollowAgreement(PortalDbContext db, IEnumerable<IPaymentGateway> gateways, Agreements agreements, IOptions<PaymentOptions> options, TimeProvider clock) : IHandle<AgreementOpen>
{
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    static readonly TimeSpan LateOrder = TimeSpan.FromMinutes(10);

    /// <remarks>Saved by the delivery, with the message's removal.</remarks>
    public async Task HandleAsync(AgreementOpen what, CancellationToken ct)
    {
        var wish = await db.Set<AutoPay>().SingleOrDefaultAsync(a => a.Id == what.AutoPayId, ct);
        if (wish is not { State: AutoPayState.Asked }) return;
        await AskAsync(wish, ct);
        if (wish.State != AutoPayState.Asked) return;
        var wait = Math.Min(1800, options.Value.ReconcileSeconds * Math.Pow(2, Math.Min(what.Asking, 20)));
        db.Tell(what with { Asking = what.Asking + 1 }, clock, clock.GetUtcNow().UtcDateTime.AddSeconds(wait));
    }

    /// <summary>The same at once, for a payer who has come back. Anybody may cause the question: its answer is the gateway's.</summary>
    public Task<Outcome<Done>> NowAsync(Guid id, CancellationToken ct) => db.OnceAsync<Done>(async () =>
    {
        var wish = await db.Set<AutoPay>().SingleOrDefaultAsync(a => a.Id == id, ct);
        if (wish is { State: AutoPayState.Asked } && !(wish.LookedAt > clock.GetUtcNow().UtcDateTime - LookAgain)) await AskAsync(wish, ct);
        return Done.Yes;
    }, ct);

    async Task AskAsync(AutoPay wish, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        wish.LookedAt = now;
        if (gateways.FirstOrDefault(g => g.Name == wish.Gateway) is not { } gateway || (await gateway.FindMandateAsync(wish.Id, ct)).IsRefused(out _, out var told)) return;
        // An order may still be on its way; long after its time it is not.
        if (told.State == MandateState.Unknown && now >= wish.ExpiresAt + LateOrder) told = told with { State = MandateState.Declined };
        await agreements.TakeAsync(wish, told, ct);
    }
}
