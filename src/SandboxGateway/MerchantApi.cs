using System.Text.Json;

namespace Wangting.SandboxGateway;

internal sealed record Fault(string Error, string? Message = null);

/// <summary>What merchants call: signed orders, questions and refunds.</summary>
internal static class MerchantApi
{
    public static void MapMerchantApi(this WebApplication app)
    {
        app.MapPost("/v1/payments", OrderAsync);
        app.MapGet("/v1/payments/by-reference/{reference}", FindAsync);
        app.MapPost("/v1/payments/by-reference/{reference}/close", CloseAsync);
        app.MapPost("/v1/mandates", AskMandateAsync);
        app.MapGet("/v1/mandates/by-reference/{reference}", FindMandateAsync);
        app.MapPost("/v1/mandates/by-reference/{reference}/end", EndMandateAsync);
        app.MapPost("/v1/refunds", RefundAsync);
        app.MapGet("/v1/refunds/by-reference/{reference}", FindRefundAsync);
    }

    static Task OrderAsync(HttpContext http) => ServeAsync(http, async (merchant, body) =>
    {
        if (!TryRead<PaymentOrder>(body, out var order, out var why) || (why = order.Problem) is not null) return (400, new Fault("payment.malformed", why));
        // What came before is answered as it is, also when its mandate has ended since.
        if (order.Mandate is { } mandate && http.Book().Find(merchant, order.MerchantReference) is null && !http.Book().IsAgreed(merchant, mandate)) return (422, new Fault("mandate.not_agreed"));
        var (said, payment) = http.Book().Order(merchant, order);
        if (said == Said.Other) return (409, new Fault("payment.other_order"));
        if (said == Said.New) payment = await DecideAsToldAsync(http, payment);
        return (said == Said.New ? 201 : 200, Shown(http, payment));
    });

    static Task FindAsync(HttpContext http) => ServeAsync(http, (merchant, _) => Now(
        http.Book().Find(merchant, http.Reference()) is { } payment ? (200, Shown(http, payment)) : (404, new Fault("payment.unknown"))));

    static Task CloseAsync(HttpContext http) => ServeAsync(http, async (merchant, _) =>
        http.Book().Find(merchant, http.Reference()) is { } payment
            ? (200, Shown(http, await http.DecideAsync(payment, PaymentState.Expired)))
            : (404, new Fault("payment.unknown")));

    static Task RefundAsync(HttpContext http) => ServeAsync(http, async (merchant, body) =>
    {
        if (!TryRead<RefundOrder>(body, out var order, out var why) || (why = order.Problem) is not null) return (400, new Fault("refund.malformed", why));
        var (said, refund, news) = http.Book().Refund(merchant, order);
        if (news is not null) await http.TellAsync(news);
        return said switch
        {
            Said.New or Said.Repeat => (said == Said.New ? 201 : 200, Shown(refund!)),
            Said.Other => (409, new Fault("refund.other_order")),
            Said.NotPaid => (422, new Fault("refund.not_paid")),
            Said.TooMuch => (422, new Fault("refund.too_much")),
            _ => (404, new Fault("payment.unknown")),
        };
    });

    static Task FindRefundAsync(HttpContext http) => ServeAsync(http, (merchant, _) => Now(
        http.Book().FindRefund(merchant, http.Reference()) is { } refund ? (200, Shown(refund)) : (404, new Fault("refund.unknown"))));

    static Task<(int, object)> Now((int, object) answer) => Task.FromResult(answer);

    public static object Shown(HttpContext http, Payment payment) => new
    {
        payment.GatewayReference,
        payment.Order.MerchantReference,
        payment.Order.AmountMinor,
        payment.Order.Currency,
        payment.Method,
        payment.State,
        PayUrl = $"{http.Request.Scheme}://{http.Request.Host}/pay/{payment.Token}" + (payment.Order.Language is { } language ? "?lang=" + language : ""),
        payment.CreatedAt,
        payment.ExpiresAt,
        payment.FinishedAt,
        payment.RefundedMinor,
    };

    public static object Shown(Refund refund) => new
    {
        refund.GatewayReference,
        refund.Order.RefundReference,
        refund.Order.MerchantReference,
        refund.Order.AmountMinor,
        refund.Order.Currency,
        State = "done",
        refund.CreatedAt,
    };

    public static Book Book(this HttpContext http) => http.RequestServices.GetRequiredService<Book>();

    public static string Reference(this HttpContext http) => (string)http.Request.RouteValues["reference"]!;

    /// <summary>Decides a payment and tells the merchant; before our own answer if so told.</summary>
    public static async Task<Payment> DecideAsync(this HttpContext http, Payment asked, PaymentState state, Means? method = null)
    {
        var (payment, news) = http.Book().Decide(asked, state, method);
        if (news is not null) await http.TellAsync(news);
        return payment;
    }

    static async Task TellAsync(this HttpContext http, Notification news)
    {
        var sent = http.RequestServices.GetRequiredService<Notifier>().SendAsync(news);
        if (http.RequestServices.GetRequiredService<Behaviour>().Now.NotifyBeforeAnswer)
            await Task.WhenAny(sent, Task.Delay(TimeSpan.FromSeconds(10), http.RequestServices.GetRequiredService<TimeProvider>(), http.RequestAborted));
    }

    static Task AskMandateAsync(HttpContext http) => ServeAsync(http, (merchant, body) =>
    {
        if (!TryRead<MandateOrder>(body, out var order, out var why) || (why = order.Problem) is not null) return Now((400, new Fault("mandate.malformed", why)));
        var (said, mandate) = http.Book().Ask(merchant, order);
        return Now(said == Said.Other ? (409, new Fault("mandate.other_order")) : (said == Said.New ? 201 : 200, Shown(http, mandate)));
    });

    static Task FindMandateAsync(HttpContext http) => ServeAsync(http, (merchant, _) => Now(
        http.Book().FindMandate(merchant, http.Reference()) is { } mandate ? (200, Shown(http, mandate)) : (404, new Fault("mandate.unknown"))));

    static Task EndMandateAsync(HttpContext http) => ServeAsync(http, (merchant, _) => Now(
        http.Book().FindMandate(merchant, http.Reference()) is { } mandate ? (200, Shown(http, http.Book().Move(mandate, MandateState.Ended))) : (404, new Fault("mandate.unknown"))));

    static object Shown(HttpContext http, Mandate mandate) => new
    {
        mandate.GatewayReference,
        mandate.Order.MandateReference,
        mandate.State,
        mandate.Method,
        AgreeUrl = $"{http.Request.Scheme}://{http.Request.Host}/agree/{mandate.Token}" + (mandate.Order.Language is { } language ? "?lang=" + language : ""),
        mandate.CreatedAt,
        mandate.FinishedAt,
    };

    static Task<Payment> DecideAsToldAsync(HttpContext http, Payment payment) => payment.Order.Mandate is not null
        ? http.DecideAsync(payment, http.RequestServices.GetRequiredService<Behaviour>().Now.Charges == Charges.Approve ? PaymentState.Approved : PaymentState.Declined, payment.Method ?? Means.Wallet)
        : http.RequestServices.GetRequiredService<Behaviour>().Now.Decide switch
        {
            Decide.Approve => http.DecideAsync(payment, PaymentState.Approved, payment.Method ?? Means.Wallet),
            Decide.Decline => http.DecideAsync(payment, PaymentState.Declined),
            _ => Task.FromResult(payment),
        };

    // The one way in: misbehaves as told, checks who asks, acts, answers.
    static async Task ServeAsync(HttpContext http, Func<string, byte[], Task<(int Status, object Answer)>> act)
    {
        var behaviour = http.RequestServices.GetRequiredService<Behaviour>();
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        if (behaviour.TakeFailRequest())
        {
            await AnswerAsync(http, 500, new Fault("gateway.told_to_fail"));
            return;
        }
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var (status, answer) = Merchant(http, body.ToArray(), clock) is { } merchant ? await act(merchant, body.ToArray()) : (401, new Fault("signature.bad"));
        if (behaviour.Now.AnswerDelayMs is > 0 and var slow) await Task.Delay(TimeSpan.FromMilliseconds(slow), clock, http.RequestAborted);
        if (status != 401 && behaviour.TakeFailAnswer()) (status, answer) = (500, new Fault("gateway.told_to_fail"));
        await AnswerAsync(http, status, answer);
    }

    static string? Merchant(HttpContext http, byte[] body, TimeProvider clock)
    {
        var merchant = http.Request.Headers[Signature.MerchantHeader].ToString();
        return http.RequestServices.GetRequiredService<GatewayOptions>().Secrets.TryGetValue(merchant, out var secret)
            && Signature.Holds(secret, http.Request.Headers[Signature.TimestampHeader].ToString(), http.Request.Headers[Signature.SignatureHeader].ToString(),
                http.Request.Method, http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent(), body, clock.GetUtcNow())
            ? merchant : null;
    }

    public static Task AnswerAsync(HttpContext http, int status, object answer)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(answer, answer.GetType(), References.Json, http.RequestAborted);
    }

    public static bool TryRead<T>(byte[] body, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? read, out string? why) where T : class
    {
        read = null;
        why = "The body is not a JSON object.";
        try { read = JsonSerializer.Deserialize<T>(body, References.Json); }
        catch (JsonException fault) { why = fault.Message; }
        return read is not null;
    }
}
