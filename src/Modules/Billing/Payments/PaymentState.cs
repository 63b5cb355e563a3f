using System.Collections.Frozen;

namespace Wangting.Billing;

/// <summary>The life of a payment.</summary>
public enum PaymentState
{
    /// <summary>Intended and stored; the gateway may not know it yet.</summary>
    Started,
    /// <summary>The gateway waits for the payer.</summary>
    Pending,
    /// <summary>The money has moved, here and there.</summary>
    Settled,
    Declined,
    Expired,
    Cancelled,
    /// <summary>The gateway took another amount or currency than was asked: a person must look.</summary>
    Held,
}

internal static class PaymentMoves
{
    // Money that arrives late is money: every end but "settled" can still become settled when the gateway says so.
    static readonly FrozenDictionary<PaymentState, PaymentState[]> Allowed = new Dictionary<PaymentState, PaymentState[]>
    {
        [PaymentState.Started] = [PaymentState.Pending, PaymentState.Settled, PaymentState.Declined, PaymentState.Expired, PaymentState.Cancelled, PaymentState.Held],
        [PaymentState.Pending] = [PaymentState.Settled, PaymentState.Declined, PaymentState.Expired, PaymentState.Cancelled, PaymentState.Held],
        [PaymentState.Declined] = [PaymentState.Settled, PaymentState.Held],
        [PaymentState.Expired] = [PaymentState.Settled, PaymentState.Held],
        [PaymentState.Cancelled] = [PaymentState.Settled, PaymentState.Held],
        [PaymentState.Held] = [PaymentState.Settled],
        [PaymentState.Settled] = [],
    }.ToFrozenDictionary();

    public static bool Can(this PaymentState from, PaymentState to) => Allowed[from].Contains(to);

    /// <summary>Nothing more is expected of the payer.</summary>
    public static bool IsOver(this PaymentState state) => state is not (PaymentState.Started or PaymentState.Pending);
}
