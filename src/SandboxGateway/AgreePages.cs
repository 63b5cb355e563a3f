namespace Wangting.SandboxGateway;

/// <summary>Where a payer allows a merchant to charge them again. As with paying, whoever has the address may.</summary>
internal static class AgreePages
{
    public static void MapAgreePages(this WebApplication app)
    {
        app.MapGet("/agree/{token}", ShowAsync);
        app.MapPost("/agree/{token}", DecideAsync);
    }

    static Task ShowAsync(HttpContext http)
    {
        var words = Words.For(http.Request);
        if (Asked(http) is not { } mandate) return Page.WriteAsync(http, 404, words.Tag, words.Bank, words.Bank, $"<section><h1>{Page.E(words.NoMandate)}</h1></section>");
        var facts = $"<p>{words.AgreeSays}</p><dl><dt>{words.To}</dt><dd>{Page.E(mandate.Merchant)}</dd><dt>{words.Order}</dt><dd>{Page.E(mandate.Order.Subject)}</dd></dl>";
        string Choice(Means means, string name, bool first) => $"""<label><input type="radio" name="method" value="{means}"{(first ? " checked" : "")}> {name}</label>""";
        var body = mandate.State == MandateState.Pending
            ? $"""
              <section><h1>{words.AgreeTitle}</h1>{facts}
              <form method="post"><fieldset><legend>{words.How}</legend>{Choice(Means.Wallet, words.Wallet, true)}{Choice(Means.Bank, words.Card, false)}</fieldset>
              <button class="main" name="decision" value="agree">{words.Agree}</button>
              <button class="quiet" name="decision" value="decline">{words.Decline}</button></form></section><p>{words.Sandbox}</p>
              """
            : $"""
              <section><h1>{(mandate.State == MandateState.Agreed ? words.Agreed : words.NotAgreed)}</h1>{facts}
              <a class="button main" href="{Page.E(mandate.Order.ReturnUrl)}">{words.Back}</a></section><p>{words.Sandbox}</p>
              """;
        return Page.WriteAsync(http, 200, words.Tag, words.AgreeTitle, words.Bank, body);
    }

    static async Task DecideAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (Asked(http) is not { } mandate || form["decision"].ToString() is not ("agree" or "decline"))
        {
            await ShowAsync(http);
            return;
        }
        var method = Enum.TryParse<Means>(form["method"].ToString(), out var means) && Enum.IsDefined(means) ? means : Means.Wallet;
        http.Book().Move(mandate, form["decision"] == "agree" ? MandateState.Agreed : MandateState.Declined, method);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = mandate.Order.ReturnUrl;
    }

    static Mandate? Asked(HttpContext http) => http.Book().FindMandateByToken((string)http.Request.RouteValues["token"]!);
}
