using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Asks to be charged for an account's bills from now on. Nothing is agreed before the payer has said yes at the
/// gateway; <see cref="RequestAgreement"/> says where.</summary>
/// <param name="IdempotencyKey">8 to 100 characters: the same key from the same person is the same wish.</param>
public sealed record StartAutoPay(string AccountNumber, string IdempotencyKey);

/// <summary>A permission of which it is not known whether it was given.</summary>
public sealed record AgreementOpen(Guid AutoPayId, int Asking);

public sealed class StartAutoPayHandler(PortalDbContext db, FindAccount accounts, IEnumerable<IPaymentGateway> gateways, IOptions<PaymentOptions> options, TimeProvider clock)
{
    /// <returns>The permission's id.</returns>
    public Task<Outcome<Guid>> HandleAsync(StartAutoPay command, Caller caller, CancellationToken ct) => db.OnceAsync<Guid>(async () =>
    {
        if (command.IdempotencyKey is not { Length: >= 8 and <= 100 }) return Refusal.Invalid("payment.key_wrong", "idempotencyKey");
        if ((await accounts.HandleAsync(command.AccountNumber, Right.Pay, caller, ct)).IsRefused(out var hidden, out var account)) return hidden;
        var before = await db.Set<AutoPay>().AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == caller.SubjectId && a.IdempotencyKey == command.IdempotencyKey, ct);
        if (before is not null) return before.AccountId == account.Id ? before.Id : Refusal.Conflict("payment.key_reused");
        if (account.State == AccountState.Closed) return Refusal.Conflict("auto_pay.account_closed");
        if (await db.Set<AutoPay>().AnyAsync(a => a.LiveAccountId == account.Id, ct)) return Refusal.Conflict("auto_pay.already_on");
        if (gateways.FirstOrDefault(g => g is { IsOpen: true, TakesMandates: true }) is not { } gateway) return Refusal.Unavailable("auto_pay.no_gateway");

        var now = clock.GetUtcNow().UtcDateTime;
        var wish = new AutoPay
        {
            Id = Guid.CreateVersion7(), AccountId = account.Id, HolderPartyId = account.HolderPartyId, PersonId = caller.SubjectId, Gateway = gateway.Name, Language = caller.Language,
            IdempotencyKey = command.IdempotencyKey, AskedAt = now, ExpiresAt = now.AddMinutes(options.Value.ExpireMinutes),
        };
        db.Add(wish);
        db.Tell(new AgreementOpen(wish.Id, 1), clock, now.AddSeconds(options.Value.ReconcileSeconds));
        db.Audit(caller, clock, "auto_pay_asked", "autoPay", wish.Id.ToString("N"), account.HolderPartyId, details: new { account = account.Number });
        return wish.Id;
    }, ct);
}
