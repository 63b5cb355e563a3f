using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wangting.Kernel;
using ExecutionRejectedException = Polly.ExecutionRejectedException;

namespace Wangting.Billing;

/// <summary>The sandbox gateway over HTTP; the contract is <c>docs/gateway.md</c>. Time-outs and repeats are the client's
/// (<see cref="PaymentServices"/>): every order is idempotent there.</summary>
internal sealed partial class SandboxPayments(HttpClient http, IOptions<PaymentOptions> options, TimeProvider clock, ILogger<SandboxPayments> log) : IPaymentGateway
{
    public const string GatewayName = "sandbox";
    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);
    readonly SandboxPaymentOptions settings = options.Value.Sandbox;

    public string Name => GatewayName;
    public IReadOnlyList<string> Methods { get; } = ["wallet", "bank"];
    public bool IsOpen => settings.Address is not null && settings.Secret.Length > 0;

    public async Task<Outcome<GatewayPayment>> OrderAsync(GatewayOrder order, CancellationToken ct)
    {
        var answer = await AskAsync(HttpMethod.Post, "/v1/payments", new
        {
            merchantReference = Reference(order.Id), amountMinor = order.Amount.Minor, currency = order.Currency, subject = order.Subject,
            returnUrl = order.ReturnTo.AbsoluteUri, notifyUrl = order.NotifyTo.AbsoluteUri, language = order.Language == "en" ? "en" : "zh-CN", method = order.Method, mandate = order.Mandate is { } mandate ? Reference(mandate) : null,
        }, ct);
        // The reference came before with other words (a text or address of ours has changed since): what stands there counts.
        if (answer.Status == HttpStatusCode.Conflict) return await FindAsync(order.Id, ct);
        return Payment(answer);
    }

    public async Task<Outcome<GatewayPayment>> FindAsync(Guid payment, CancellationToken ct) =>
        Payment(await AskAsync(HttpMethod.Get, $"/v1/payments/by-reference/{Reference(payment)}", null, ct));

    public async Task<Outcome<GatewayPayment>> CloseAsync(Guid payment, CancellationToken ct) =>
        Payment(await AskAsync(HttpMethod.Post, $"/v1/payments/by-reference/{Reference(payment)}/close", null, ct));

    public bool TakesMandates => true;

    public async Task<Outcome<GatewayMandate>> AgreeAsync(GatewayMandateOrder order, CancellationToken ct)
    {
        var answer = await AskAsync(HttpMethod.Post, "/v1/mandates", new
        {
            mandateReference = Reference(order.Id), subject = order.Subject, returnUrl = order.ReturnTo.AbsoluteUri, language = order.Language == "en" ? "en" : "zh-CN",
        }, ct);
        return answer.Status == HttpStatusCode.Conflict ? await FindMandateAsync(order.Id, ct) : Mandate(answer);
    }

    public async Task<Outcome<GatewayMandate>> FindMandateAsync(Guid mandate, CancellationToken ct) =>
        Mandate(await AskAsync(HttpMethod.Get, $"/v1/mandates/by-reference/{Reference(mandate)}", null, ct));

    public async Task<Outcome<GatewayMandate>> EndMandateAsync(Guid mandate, CancellationToken ct) =>
        Mandate(await AskAsync(HttpMethod.Post, $"/v1/mandates/by-reference/{Reference(mandate)}/end", null, ct));

    public async Task<Outcome<GatewayRefund>> RefundAsync(GatewayRefundOrder order, CancellationToken ct)
    {
        var answer = await AskAsync(HttpMethod.Post, "/v1/refunds", new
        {
            refundReference = Reference(order.Id), merchantReference = Reference(order.Payment), amountMinor = order.Amount.Minor, currency = order.Currency,
        }, ct);
        return answer.Status switch
        {
            HttpStatusCode.OK or HttpStatusCode.Created when Read<RefundForm>(answer.Body) is { State: "done" } refund => new GatewayRefund(refund.GatewayReference, Paid: true),
            HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity => Refusal.Conflict("payment.gateway_refused"),
            _ => Unavailable,
        };
    }

    public Outcome<GatewayNews> Read(GatewayMessage message)
    {
        if (message.Header(SandboxSignature.MerchantHeader) != settings.Merchant
            || !SandboxSignature.Holds(settings.Secret, message.Header(SandboxSignature.TimestampHeader), message.Header(SandboxSignature.SignatureHeader),
                message.Method, message.Target, message.Body.Span, clock.GetUtcNow()))
            return Refusal.NotAllowed("payment.notification_forged");
        if (Read<NewsForm>(message.Body.ToArray()) is not { GatewayReference: { Length: > 0 } reference, MerchantReference: { } ours, Currency: { } currency } form)
            return Refusal.Invalid("payment.notification_malformed");
        if (form.Kind != "payment" || !Guid.TryParseExact(ours, "N", out var payment)) return new GatewayNews(null, GatewayPayment.Unknown);
        return new GatewayNews(payment, new GatewayPayment(reference, State(form.State), new Money(form.AmountMinor), currency, HandOver.Page, null));
    }

    static Outcome<GatewayPayment> Payment((HttpStatusCode? Status, byte[] Body) answer) => answer.Status switch
    {
        HttpStatusCode.NotFound => GatewayPayment.Unknown,
        HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.UnprocessableEntity => Refusal.Conflict("payment.gateway_refused"),
        HttpStatusCode.OK or HttpStatusCode.Created when Read<PaymentForm>(answer.Body) is { GatewayReference: { } reference, Currency: { } currency } form
            => new GatewayPayment(reference, State(form.State), new Money(form.AmountMinor), currency, HandOver.Page, form.PayUrl),
        _ => Unavailable,
    };

    static Outcome<GatewayMandate> Mandate((HttpStatusCode? Status, byte[] Body) answer) => answer.Status switch
    {
        HttpStatusCode.NotFound => GatewayMandate.Unknown,
        HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized => Refusal.Conflict("payment.gateway_refused"),
        HttpStatusCode.OK or HttpStatusCode.Created when Read<MandateForm>(answer.Body) is { GatewayReference: { } reference } form
            => new GatewayMandate(reference, form.State switch { "agreed" => MandateState.Agreed, "declined" => MandateState.Declined, "ended" => MandateState.Ended, _ => MandateState.Pending }, form.Method, form.AgreeUrl),
        _ => Unavailable,
    };

    async Task<(HttpStatusCode? Status, byte[] Body)> AskAsync(HttpMethod method, string target, object? body, CancellationToken ct)
    {
        if (!IsOpen) return (null, []);
        var bytes = body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Form);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(method, new Uri(settings.Address!, target));
        request.Headers.Add(SandboxSignature.MerchantHeader, settings.Merchant);
        request.Headers.Add(SandboxSignature.TimestampHeader, timestamp);
        request.Headers.Add(SandboxSignature.SignatureHeader, SandboxSignature.Of(settings.Secret, timestamp, method.Method, target, bytes));
        if (method == HttpMethod.Post) request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } };
        try
        {
            using var response = await http.SendAsync(request, ct);
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(ct));
        }
        // Everything by which a network says "perhaps": refused, reset, timed out, the circuit open.
        catch (Exception fault) when (fault is HttpRequestException or IOException or ExecutionRejectedException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            NotReached(fault);
            return (null, []);
        }
    }

    static T? Read<T>(byte[] body) where T : class
    {
        try { return JsonSerializer.Deserialize<T>(body, Form); }
        catch (JsonException) { return null; } // not JSON: not an answer of the gateway's
    }

    static GatewayState State(string? word) => word switch
    {
        "approved" => GatewayState.Approved,
        "declined" => GatewayState.Declined,
        "expired" => GatewayState.Expired,
        _ => GatewayState.Pending,
    };

    static Refusal Unavailable => Refusal.Unavailable("payment.gateway_unavailable");

    static string Reference(Guid id) => id.ToString("N");

    sealed record PaymentForm(string? GatewayReference, long AmountMinor, string? Currency, string? State, string? PayUrl);
    sealed record MandateForm(string? GatewayReference, string? State, string? Method, string? AgreeUrl);
    sealed record RefundForm(string GatewayReference, string? State);
    sealed record NewsForm(string? Kind, string? GatewayReference, string? MerchantReference, long AmountMinor, string? Currency, string? State);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The payment gateway could not be reached")]
    partial void NotReached(Exception fault);
}
