using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Orders the permission at the gateway and says where the payer agrees to it. May be repeated.</summary>
public sealed record RequestAgreement(Guid AutoPayId);

/// <param name="Content">Where to go; null when it is decided already.</param>
public sealed record AgreementPage(AutoPayState State, string? Content);

public sealed class RequestAgreementHandler(PortalDbContext db, AccountsById accounts, IEnumerable<IPaymentGateway> gateways, PaymentAddresses addresses,
    Texts texts, IOptions<OperatorOptions> house, Agreements agreements)
{
    public async Task<Outcome<AgreementPage>> HandleAsync(RequestAgreement command, Caller caller, CancellationToken ct)
    {
        var asked = await db.Set<AutoPay>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == command.AutoPayId && a.PersonId == caller.SubjectId, ct);
        if (asked is null) return Refusal.NotFound("auto_pay.not_found");
        if (asked.State != AutoPayState.Asked) return new AgreementPage(asked.State, null);
        if (gateways.FirstOrDefault(g => g.Name == asked.Gateway) is not { IsOpen: true } gateway) return Refusal.Unavailable("auto_pay.no_gateway");
        var account = await accounts.FindAsync(asked.AccountId, ct);
        var order = new GatewayMandateOrder(asked.Id, texts.Say(asked.Language, "auto_pay.subject", ("operator", house.Value.Name), ("account", account!.Number)), addresses.AgreedAt(asked.Id), asked.Language);

        // Outside any save, as a payment's order is.
        if ((await gateway.AgreeAsync(order, ct)).IsRefused(out var why, out var told)) return why;

        return await db.OnceAsync<AgreementPage>(async () =>
        {
            var wish = await db.Set<AutoPay>().SingleAsync(a => a.Id == command.AutoPayId, ct);
            await agreements.TakeAsync(wish, told, ct);
            return new AgreementPage(wish.State, wish.State == AutoPayState.Asked ? told.Content : null);
        }, ct);
    }
}
