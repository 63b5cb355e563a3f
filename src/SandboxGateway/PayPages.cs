using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Wangting.SandboxGateway;

/// <summary>Where the payer decides. The address holds an unguessable token: whoever has it may pay, as with a real bank's page.</summary>
internal static class PayPages
{
    public static void MapPayPages(this WebApplication app)
    {
        app.MapGet("/pay/{token}", ShowAsync);
        app.MapPost("/pay/{token}", DecideAsync);
    }

    static async Task ShowAsync(HttpContext http)
    {
        var words = Words.For(http.Request);
        if (Asked(http) is not { } payment)
        {
            await Page.WriteAsync(http, 404, words.Tag, words.Bank, words.Bank, $"<section><h1>{Page.E(words.Unknown)}</h1></section>");
            return;
        }
        var order = payment.Order;
        var facts = $"""
            <p class="sum">{Page.E(Words.Amount(order.AmountMinor, order.Currency))}</p>
            <dl><dt>{words.To}</dt><dd>{Page.E(payment.Merchant)}</dd><dt>{words.Order}</dt><dd>{Page.E(order.Subject)}</dd></dl>
            """;
        string Choice(Means means, string name) =>
            $"""<label><input type="radio" name="method" value="{means}"{((order.Method ?? Means.Wallet) == means ? " checked" : "")}> {name}</label>""";
        var body = payment.State == PaymentState.Pending
            ? $"""
              <section><h1>{words.PayTitle}</h1>{facts}
              <form method="post"><fieldset><legend>{words.How}</legend>{Choice(Means.Wallet, words.Wallet)}{Choice(Means.Bank, words.Card)}</fieldset>
              <button class="main" name="decision" value="approve">{words.Approve} {Page.E(Words.Amount(order.AmountMinor, order.Currency))}</button>
              <button class="quiet" name="decision" value="decline">{words.Decline}</button></form></section>
              <p>{string.Format(CultureInfo.InvariantCulture, words.Until, payment.ExpiresAt.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture))}</p><p>{words.Sandbox}</p>
              """
            : $"""
              <section><h1>{payment.State switch { PaymentState.Approved => words.Approved, PaymentState.Declined => words.Declined, _ => words.Expired }}</h1>{facts}
              <a class="button main" href="{Page.E(ReturnTo(payment))}">{words.Back}</a></section><p>{words.Sandbox}</p>
              """;
        await Page.WriteAsync(http, 200, words.Tag, words.PayTitle, words.Bank, body);
    }

    static async Task DecideAsync(HttpContext http)
    {
        if (Asked(http) is not { } payment)
        {
            await ShowAsync(http);
            return;
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var decision = form["decision"].ToString();
        if (decision is not ("approve" or "decline"))
        {
            await ShowAsync(http);
            return;
        }
        var method = Enum.TryParse<Means>(form["method"].ToString(), out var means) && Enum.IsDefined(means) ? means : Means.Wallet;
        var decided = await http.DecideAsync(payment, decision == "approve" ? PaymentState.Approved : PaymentState.Declined, method);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = ReturnTo(decided);
    }

    static Payment? Asked(HttpContext http) => http.Book().FindByToken((string)http.Request.RouteValues["token"]!);

    static string ReturnTo(Payment payment) => QueryHelpers.AddQueryString(payment.Order.ReturnUrl, new Dictionary<string, string?>
    {
        ["reference"] = payment.Order.MerchantReference,
        ["result"] = payment.State.ToString().ToLowerInvariant(),
    });
}
