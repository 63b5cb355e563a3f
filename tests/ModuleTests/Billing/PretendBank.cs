using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Billing;

/// <summary>A gateway in memory that does what a scenario tells it. Like a real one it knows a payment by our id and moves
/// its money once.</summary>
public sealed class PretendBank : IPaymentGateway
{
    readonly Dictionary<Guid, GatewayPayment> known = [];
    readonly Dictionary<Guid, GatewayRefundOrder> refunds = [];
    readonly Dictionary<Guid, GatewayMandate> mandates = [];

    static int banks;

    /// <summary>No other scenario's.</summary>
    public string Name { get; } = $"pretend-{Interlocked.Increment(ref banks)}";
    public IReadOnlyList<string> Methods { get; } = ["wallet"];
    public bool IsOpen { get; set; } = true;

    /// <summary>Nothing gets through, in either direction.</summary>
    public bool Away { get; set; }

    /// <summary>The order arrives, its answer does not.</summary>
    public bool LosesAnswers { get; set; }

    public bool RefusesRefunds { get; set; }
    public int Questions { get; private set; }

    public long Taken => known.Values.Where(p => p.State == GatewayState.Approved).Sum(p => p.Amount.Minor);
    public long GivenBack => refunds.Values.Sum(r => r.Amount.Minor);

    public GatewayPayment Decide(Guid payment, GatewayState state) =>
        known[payment] = known[payment].State == GatewayState.Pending ? known[payment] with { State = state } : known[payment];

    /// <summary>From now on it says it took another amount.</summary>
    public void Says(Guid payment, Money amount) => known[payment] = known[payment] with { Amount = amount };

    public GatewayPayment this[Guid payment] => known[payment];

    public Task<Outcome<GatewayPayment>> OrderAsync(GatewayOrder order, CancellationToken ct)
    {
        if (Away) return Lost<GatewayPayment>();
        if (order.Mandate is { } mandate && !known.ContainsKey(order.Id))
        {
            if (mandates.GetValueOrDefault(mandate)?.State != MandateState.Agreed) return Task.FromResult<Outcome<GatewayPayment>>(Refusal.Conflict("payment.gateway_refused"));
            known.Add(order.Id, new GatewayPayment($"P-{order.Id:N}", DeclinesCharges ? GatewayState.Declined : GatewayState.Approved, order.Amount, order.Currency, HandOver.Page, null));
        }
        known.TryAdd(order.Id, new GatewayPayment($"P-{order.Id:N}", GatewayState.Pending, order.Amount, order.Currency, HandOver.Page, $"https://bank.example/{order.Id:N}"));
        return LosesAnswers ? Lost<GatewayPayment>() : Task.FromResult<Outcome<GatewayPayment>>(known[order.Id]);
    }

    public bool TakesMandates => true;

    /// <summary>Charges by mandate are not covered.</summary>
    public bool DeclinesCharges { get; set; }

    public MandateState Decide(Guid mandate, MandateState state) => (mandates[mandate] = mandates[mandate] with { State = state, Method = "wallet" }).State;

    public MandateState StateOf(Guid mandate) => mandates[mandate].State;

    public Task<Outcome<GatewayMandate>> AgreeAsync(GatewayMandateOrder order, CancellationToken ct)
    {
        if (Away) return Lost<GatewayMandate>();
        mandates.TryAdd(order.Id, new GatewayMandate($"M-{order.Id:N}", MandateState.Pending, null, $"https://bank.example/agree/{order.Id:N}"));
        return LosesAnswers ? Lost<GatewayMandate>() : Task.FromResult<Outcome<GatewayMandate>>(mandates[order.Id]);
    }

    public Task<Outcome<GatewayMandate>> FindMandateAsync(Guid mandate, CancellationToken ct) =>
        Away ? Lost<GatewayMandate>() : Task.FromResult<Outcome<GatewayMandate>>(mandates.GetValueOrDefault(mandate, GatewayMandate.Unknown));

    public Task<Outcome<GatewayMandate>> EndMandateAsync(Guid mandate, CancellationToken ct)
    {
        if (Away) return Lost<GatewayMandate>();
        if (mandates.ContainsKey(mandate)) Decide(mandate, MandateState.Ended);
        return Task.FromResult<Outcome<GatewayMandate>>(mandates.GetValueOrDefault(mandate, GatewayMandate.Unknown));
    }

    public Task<Outcome<GatewayPayment>> FindAsync(Guid payment, CancellationToken ct)
    {
        Questions++;
        return Away ? Lost<GatewayPayment>() : Task.FromResult<Outcome<GatewayPayment>>(known.GetValueOrDefault(payment, GatewayPayment.Unknown));
    }

    public Task<Outcome<GatewayPayment>> CloseAsync(Guid payment, CancellationToken ct) =>
        Away ? Lost<GatewayPayment>()
        : Task.FromResult<Outcome<GatewayPayment>>(known.ContainsKey(payment) ? Decide(payment, GatewayState.Expired) : GatewayPayment.Unknown);

    public Task<Outcome<GatewayRefund>> RefundAsync(GatewayRefundOrder order, CancellationToken ct)
    {
        if (Away) return Lost<GatewayRefund>();
        if (RefusesRefunds) return Task.FromResult<Outcome<GatewayRefund>>(Refusal.Conflict("payment.gateway_refused"));
        refunds.TryAdd(order.Id, order);
        return LosesAnswers ? Lost<GatewayRefund>() : Task.FromResult<Outcome<GatewayRefund>>(new GatewayRefund($"R-{order.Id:N}", Paid: true));
    }

    public Outcome<GatewayNews> Read(GatewayMessage message) => Refusal.NotAllowed("payment.notification_forged");

    static Task<Outcome<T>> Lost<T>() => Task.FromResult<Outcome<T>>(Refusal.Unavailable("payment.gateway_unavailable"));
}
