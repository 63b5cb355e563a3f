using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Channels.Api.Resources;

/// <summary>TMF676: payments, made here or told of by the system that took them, and refunds.</summary>
internal static class PaymentManagement
{
    static readonly OpenApi Api = new("TMF676", "Payment Management", "paymentManagement/v4", "payment", Alias: "payment/v4");

    public static IEnumerable<Resource> All => [Payment, Refund];

    static readonly Resource Payment = new Resource<ListedPayment>(Api, "payment", f => f
        .Amount("totalAmount", p => p.Amount).Amount("amount", p => p.Amount)
        .Choice("status", p => (PaymentState?)p.State, (PaymentState.Started, "pending"), (PaymentState.Pending, "pending"), (PaymentState.Settled, "done"), (PaymentState.Declined, "declined"),
            (PaymentState.Expired, "expired"), (PaymentState.Cancelled, "cancelled"), (PaymentState.Held, "held"))
        .Time("paymentDate", p => p.StartedAt).Time("statusDate", p => p.StateAt)
        .Ref("account", "accountManagement/v4/billingAccount", p => p.AccountId, p => p.AccountName, "BillingAccount")
        .Object("paymentMethod", g => g.Text("name", p => p.Method, "wallet"))
        .Object("payer", g => g.Id("id", p => p.PayerId).Href("href", _ => "party/v4/individual", p => p.PayerId).Fixed("@referredType", "Individual"))
        .Object("channel", g => g.Text("id", p => p.Channel))
        .List("paymentItem", p => p.Parts, call => ListedPayments.Parts(call.Db), i => i.PaymentId, g => g
            .Amount("amount", i => i.Amount).Amount("totalAmount", i => i.Amount)
            .Ref("item", "customerBillManagement/v4/customerBill", i => i.BillId, i => i.BillNumber, "CustomerBill"))
        .Text("authorizationCode", p => p.Reference).Text("correlatorId", p => p.Key)
        .Fixed("@type", "Payment")
        .Open("paymentMethod", "payer", "channel", "correlatorId")
        .Kept(Shape.Text, "name", "description", "@baseType", "@schemaLocation").Kept(Shape.Object, "taxAmount")
        .Required("account", "account.id", "paymentMethod", "totalAmount", "totalAmount.value"))
    {
        Rows = call => ListedPayments.Of(call.Db, call.Caller, call.Now),
        Complete = (call, rows, ct) => ListedPayments.CompleteAsync(call.Db, rows, ct),
        CreateOnce = (call, id, body, ct) => call.Caller.IsPerson ? PayAsync(call, id, body, ct)
            : call.Get<ReceivePaymentHandler>().HandleAsync(new(id, AccountOf(body), body.Amount("totalAmount")!.Value, BillOf(body), body.Text("authorizationCode"), KeyOf(call, body)), call.Caller, ct),
    };

    static readonly Resource Refund = new Resource<ListedRefund>(Api, "refund", f => f
        .Amount("totalAmount", r => r.Amount).Amount("amount", r => r.Amount)
        .Choice("status", r => (RefundState?)r.State, (RefundState.Requested, "pending"), (RefundState.Paid, "done"), (RefundState.Returned, "rejected"))
        .Time("refundDate", r => r.AskedAt).Time("statusDate", r => r.StateAt)
        .Ref("account", "accountManagement/v4/billingAccount", r => r.AccountId, r => r.AccountName, "BillingAccount")
        .Ref("payment", "paymentManagement/v4/payment", r => r.PaymentId, null, "Payment")
        .Object("paymentMethod", g => g.Text("name", r => r.Method))
        .Fixed("@type", "Refund")
        .Open("refundDate", "paymentMethod")
        .Kept(Shape.Text, "authorizationCode", "correlatorId", "name", "description", "@baseType", "@schemaLocation").Kept(Shape.Object, "channel", "requestor", "taxAmount")
        .Required("account", "account.id", "paymentMethod", "totalAmount", "totalAmount.value"))
    {
        Rows = call => ListedRefunds.Of(call.Db, call.Caller, call.Now),
        CreateOnce = (call, id, body, ct) => call.Caller.IsPerson ? AskBackAsync(call, id, body, ct)
            : call.Get<RefundPaymentHandler>().HandleAsync(new(id, AccountOf(body), body.Object("payment")?.Id("id"), body.Amount("totalAmount")!.Value, KeyOf(call, body)), call.Caller, ct),
    };

    // A person pays by their own means: from the balance at once, or at the gateway, where the Link header leads.
    static async Task<Outcome<Guid>> PayAsync(Call call, Guid id, Body body, CancellationToken ct)
    {
        if (await call.Get<AccountsById>().FindAsync(AccountOf(body), ct) is not { } account) return Refusal.NotFound("account.not_found");
        var bill = BillOf(body) is { } named ? await ListedPayments.NumberOfAsync(call.Db, named, ct) ?? "?" : null;
        var (amount, key) = (body.Amount("totalAmount")!.Value, KeyOf(call, body) ?? id.ToString("N"));
        var method = body.Object("paymentMethod") is { } by ? by.Text("id") ?? by.Text("name") : null;
        if (method == PayFromBalanceHandler.Balance)
            return bill is null ? Refusal.Invalid("payment.bill_needed", "paymentItem")
                : (await call.Get<PayFromBalanceHandler>().HandleAsync(new(account.Number, bill, amount, key) { Id = id }, call.Caller, ct)).Match<Outcome<Guid>>(p => p.Id, why => why);
        if ((await call.Get<StartPaymentHandler>().HandleAsync(new(account.Number, amount, bill, key, method) { Id = id }, call.Caller, ct)).IsRefused(out var why, out var intent)) return why;
        // Refused when it is over, or the gateway is away: the payment stands, and the same request may come again.
        if (!(await call.Get<RequestPaymentPageHandler>().HandleAsync(new(intent.Id), call.Caller, ct)).IsRefused(out _, out var page) && page is { How: HandOver.Page, Content: { } address })
            call.Links.Add($"<{address}>; rel=\"payment\"");
        return intent.Id;
    }

    static async Task<Outcome<Guid>> AskBackAsync(Call call, Guid id, Body body, CancellationToken ct)
    {
        if (await call.Get<AccountsById>().FindAsync(AccountOf(body), ct) is not { } account) return Refusal.NotFound("account.not_found");
        return (await call.Get<RequestRefundHandler>().HandleAsync(new(account.Number, body.Amount("totalAmount"), KeyOf(call, body) ?? id.ToString("N")), call.Caller, ct)).Match<Outcome<Guid>>(r => r.Parts[0].Id, why => why);
    }

    static Guid AccountOf(Body body) => body.Object("account")!.Id("id")!.Value;

    static Guid? BillOf(Body body) => body.List("paymentItem").Select(i => i.Object("item")?.Id("id")).FirstOrDefault(id => id is not null);

    static string? KeyOf(Call call, Body body) => call.RequestKey ?? body.Text("correlatorId");
}
