using System.Diagnostics;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Acts on what the gateway says became of a payment, by its notification or to our question. Approved money
/// moves exactly once, however often and from however many sides this is called.</summary>
/// <param name="Gateway">Who says it: a gateway speaks of its own payments only.</param>
public sealed record SettlePayment(Guid PaymentId, string Gateway, GatewayPayment Told);

/// <summary>Money of a customer's has arrived and stands in the books.</summary>
public sealed record PaymentSettled(Guid PaymentId, Guid AccountId, Money Amount);

/// <remarks>Answers when it is stored: in a transaction of its own, or in one with others that were told of at the same time.</remarks>
public sealed class SettlePaymentHandler
{
    readonly Together<ToldOfPayment, Outcome<PaymentIntent>> together;

    internal SettlePaymentHandler(Together<ToldOfPayment, Outcome<PaymentIntent>> together) => this.together = together;

    public Task<Outcome<PaymentIntent>> HandleAsync(SettlePayment command, Caller caller, CancellationToken ct) =>
        together.DoAsync(new ToldOfPayment(command, caller, Activity.Current), ct);
}
