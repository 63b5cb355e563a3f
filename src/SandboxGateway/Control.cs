using System.Globalization;

namespace Wangting.SandboxGateway;

/// <summary>Telling the gateway to misbehave, deciding for the payer, and reading what moved.</summary>
internal static class Control
{
    public static void MapControl(this WebApplication app)
    {
        app.MapGet("/control/behaviour", http => MerchantApi.AnswerAsync(http, 200, Of(http).Now));
        app.MapPost("/control/behaviour", ChangeAsync);
        app.MapGet("/control", ShowAsync);
        app.MapPost("/control", ChangeByPageAsync);
        app.MapPost("/control/payments/{reference}/approve", http => DecideAsync(http, PaymentState.Approved));
        app.MapPost("/control/payments/{reference}/decline", http => DecideAsync(http, PaymentState.Declined));
        app.MapGet("/control/movements", MovementsAsync);
    }

    static Behaviour Of(HttpContext http) => http.RequestServices.GetRequiredService<Behaviour>();

    static async Task ChangeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (!MerchantApi.TryRead<SwitchChanges>(body.ToArray(), out var changes, out var why) || (why = changes.Problem) is not null)
            await MerchantApi.AnswerAsync(http, 400, new Fault("behaviour.malformed", why));
        else
            await MerchantApi.AnswerAsync(http, 200, Of(http).Change(changes));
    }

    static async Task DecideAsync(HttpContext http, PaymentState state)
    {
        var payment = http.Book().All().Payments.FirstOrDefault(p => p.Order.MerchantReference == http.Reference());
        if (payment is null)
        {
            await MerchantApi.AnswerAsync(http, 404, new Fault("payment.unknown"));
            return;
        }
        var decided = await http.DecideAsync(payment, state, payment.Method ?? Means.Wallet);
        await MerchantApi.AnswerAsync(http, decided.State == state ? 200 : 409, MerchantApi.Shown(http, decided));
    }

    static Task MovementsAsync(HttpContext http)
    {
        var (payments, refunds, notifications) = http.Book().All();
        return MerchantApi.AnswerAsync(http, 200, new
        {
            ApprovedMinor = payments.Where(p => p.State == PaymentState.Approved).Sum(p => p.Order.AmountMinor),
            RefundedMinor = refunds.Sum(r => r.Order.AmountMinor),
            Payments = payments.Select(p => MerchantApi.Shown(http, p)),
            Refunds = refunds.Select(MerchantApi.Shown),
            Notifications = notifications.Select(n => new { n.Body.NotificationId, n.Body.MerchantReference, n.Body.Kind, n.Sent, n.Received, n.Dropped }),
        });
    }

    static Task ShowAsync(HttpContext http)
    {
        var now = Of(http).Now;
        string Number(string name, int value) =>
            $"""<label>{name}<input type="number" name="{name}" min="-1" value="{value.ToString(CultureInfo.InvariantCulture)}"></label>""";
        var rows = string.Concat(http.Book().All().Payments.Reverse().Take(50).Select(p =>
            $"<tr><td>{Page.E(p.Order.MerchantReference)}</td><td>{Page.E(Words.Amount(p.Order.AmountMinor, p.Order.Currency))}</td><td>{p.State}</td></tr>"));
        return Page.WriteAsync(http, 200, "en", "Sandbox gateway", "Sandbox gateway · 沙箱网关", $"""
            <section><h1>Behaviour · 行为</h1><form method="post">
            {Number("answerDelayMs", now.AnswerDelayMs)}{Number("failRequests", now.FailRequests)}{Number("failAnswers", now.FailAnswers)}
            {Number("notificationDelayMs", now.NotificationDelayMs)}{Number("repeatNotifications", now.RepeatNotifications)}
            {Number("dropNotifications", now.DropNotifications)}{Number("forgeNotifications", now.ForgeNotifications)}
            <label>decide<select name="decide" style="margin-left:auto">{string.Concat(Enum.GetValues<Decide>().Select(d => $"<option{(d == now.Decide ? " selected" : "")}>{d}</option>"))}</select></label>
            <label>charges<select name="charges" style="margin-left:auto">{string.Concat(Enum.GetValues<Charges>().Select(c => $"<option{(c == now.Charges ? " selected" : "")}>{c}</option>"))}</select></label>
            <label><input type="checkbox" name="notifyBeforeAnswer"{(now.NotifyBeforeAnswer ? " checked" : "")}> notifyBeforeAnswer</label>
            <button class="main">Set · 设定</button></form></section>
            <section><h1>Payments · 付款</h1><table>{rows}</table></section>
            """);
    }

    static async Task ChangeByPageAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        int? Number(string name) => int.TryParse(form[name].ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;
        var changes = new SwitchChanges(Number("answerDelayMs"), Number("failRequests"), Number("failAnswers"),
            Enum.TryParse<Decide>(form["decide"].ToString(), out var decide) ? decide : null, form.ContainsKey("notifyBeforeAnswer"),
            Number("notificationDelayMs"), Number("repeatNotifications"), Number("dropNotifications"), Number("forgeNotifications"),
            Enum.TryParse<Charges>(form["charges"].ToString(), out var charges) ? charges : null);
        if (changes.Problem is { } why)
        {
            await Page.WriteAsync(http, 400, "en", "Sandbox gateway", "Sandbox gateway · 沙箱网关", $"""<section><p>{Page.E(why)}</p><a class="button quiet" href="/control">Back · 返回</a></section>""");
            return;
        }
        Of(http).Change(changes);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = "/control";
    }
}
