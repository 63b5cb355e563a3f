using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What a gateway's answer, however it came, does to a payment. Everything that hears one (its notification, our
/// question, the order itself) goes through here, so money moves in one place.</summary>
internal sealed class GatewayAnswers(PortalDbContext db, Mirrored mirrored, TimeProvider clock)
{
    /// <summary>Changes the payment in this unit of work; the caller saves. Says whether anything changed.</summary>
    /// <param name="books">Of its account, where somebody has opened them for several payments.</param>
    public async Task<bool> TakeAsync(Payment payment, GatewayPayment told, Caller caller, Books? books, CancellationToken ct)
    {
        var next = Next(payment, told);
        if (next == payment.State || !payment.State.Can(next)) return false;
        var now = clock.GetUtcNow().UtcDateTime;
        payment.State = next;
        payment.GatewayReference = told.Reference;
        payment.ToldMinor = next == PaymentState.Held ? told.Amount.Minor : null;
        payment.ToldCurrency = next == PaymentState.Held ? told.Currency : null;
        payment.FailureCode = next switch
        {
            PaymentState.Held => "payment.amount_differs",
            PaymentState.Declined => "payment.declined",
            PaymentState.Expired => "payment.expired",
            _ => null,
        };
        if (next == PaymentState.Pending) return true;

        payment.EndedAt = now;
        db.CountWhenSaved(payment);
        if (next == PaymentState.Settled) (books ?? await Books.OpenAsync(db, mirrored, payment.AccountId, ct)).Receive(payment, clock);
        db.Audit(caller, clock, Act(next), "payment", payment.Id.ToString("N"), payment.HolderPartyId,
            details: new { amount = payment.Amount.Minor, told = told.Amount.Minor, told.Currency, told.Reference });
        return true;
    }

    /// <summary>Which state the answer leads to. Pure, so that every combination can be tried.</summary>
    internal static PaymentState Next(Payment payment, GatewayPayment told) => told.State switch
    {
        // Another amount than was asked is never booked: a person must look.
        GatewayState.Approved when told.Amount != payment.Amount || told.Currency != payment.Currency => PaymentState.Held,
        GatewayState.Approved => PaymentState.Settled,
        GatewayState.Declined => PaymentState.Declined,
        GatewayState.Expired => PaymentState.Expired,
        GatewayState.Pending => PaymentState.Pending,
        _ => payment.State,
    };

    static string Act(PaymentState state) => state switch
    {
        PaymentState.Settled => "payment_settled",
        PaymentState.Held => "payment_held",
        PaymentState.Declined => "payment_declined",
        _ => "payment_expired",
    };
}
