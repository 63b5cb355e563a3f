using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Orders the payment at its gateway and says where the payer goes on. May be repeated: the gateway knows the
/// payment by its id.</summary>
public sealed record RequestPaymentPage(Guid PaymentId);

/// <param name="State">Still to be paid, or already decided (a gateway that charges at once).</param>
/// <param name="Content">What to go to, scan or hand to the app; null when there is nothing left to do.</param>
public sealed record PaymentPage(Guid PaymentId, PaymentState State, HandOver How, string? Content);

public sealed class RequestPaymentPageHandler(PortalDbContext db, AccountsById accounts, IEnumerable<IPaymentGateway> gateways, PaymentAddresses addresses,
    Texts texts, IOptions<OperatorOptions> house, Mirrored mirrored, TimeProvider clock)
{
    readonly GatewayAnswers answers = new(db, mirrored, clock);

    public async Task<Outcome<PaymentPage>> HandleAsync(RequestPaymentPage command, Caller caller, CancellationToken ct)
    {
        var asked = await FindAsync(command.PaymentId, caller, tracked: false, ct);
        if (asked is null) return Refusal.NotFound("payment.not_found");
        if (asked.State.IsOver()) return Refusal.Conflict("payment.over");
        if (gateways.FirstOrDefault(g => g.Name == asked.Gateway) is not { IsOpen: true } gateway) return Refusal.Unavailable("payment.gateway_unavailable");
        var account = await accounts.FindAsync(asked.AccountId, ct);
        var order = new GatewayOrder(asked.Id, asked.Amount, asked.Currency,
            texts.Say(asked.Language, "payment.subject", ("operator", house.Value.Name), ("account", account!.Number)),
            addresses.ReturnTo(asked.Id), addresses.NotifyTo(gateway.Name), asked.Language, asked.Method);

        // No transaction is open here: the gateway may be slow, and what it has done cannot be rolled back.
        if ((await gateway.OrderAsync(order, ct)).IsRefused(out var why, out var told)) return why;

        return await db.OnceAsync<PaymentPage>(async () =>
        {
            // Read anew: its notification may have been faster than its answer.
            var payment = await FindAsync(command.PaymentId, caller, tracked: true, ct);
            if (payment is null) return Refusal.NotFound("payment.not_found");
            await answers.TakeAsync(payment, told, caller, books: null, ct);
            return new PaymentPage(payment.Id, payment.State, told.How, payment.State.IsOver() ? null : told.Content);
        }, ct);
    }

    Task<Payment?> FindAsync(Guid id, Caller caller, bool tracked, CancellationToken ct)
    {
        var payments = tracked ? db.Set<Payment>() : db.Set<Payment>().AsNoTracking();
        return payments.SingleOrDefaultAsync(p => p.Id == id && p.PayerId == caller.SubjectId, ct);
    }
}
