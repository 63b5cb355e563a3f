using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Channels.SignIn.Pages;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Channels.SignIn;

/// <summary>The two forms that everybody signs in by, taken before their pages are drawn: what succeeds leads to another page, and
/// this one would be drawn for nobody. A refusal stands here for the page, which is then drawn as ever.</summary>
sealed class SignInForms(AskForCodeHandler askForCode, SignInByCodeHandler signInByCode, ProveAgainHandler proveAgain, BindNumberHandler bindNumber, SetEmailHandler setEmail,
    Doorway doorway, Caller caller)
{
    public const string Number = "number", Code = "code";

    public Refusal? No { get; private set; }

    /// <returns>Where to go, or null when it was refused.</returns>
    public async Task<string?> AskAsync(string? to, string? back, CancellationToken ct)
    {
        if ((await askForCode.HandleAsync(new(CodePurpose.SignIn, to, doorway.DeviceKey), caller, ct)).IsRefused(out var no, out var ticket)) { No = no; return null; }
        doorway.Keep(CodeUnderWay.Step, new CodeUnderWay(CodePurpose.SignIn, ticket.Ticket, ticket.SentTo, to!, ticket.ExpiresAt), CodeUnderWay.Kept);
        return Doorway.With("/sign-in/code", back);
    }

    /// <inheritdoc cref="AskAsync"/>
    public async Task<string?> TakeAsync(string? code, string? back, CancellationToken ct)
    {
        if (doorway.Kept<CodeUnderWay>(CodeUnderWay.Step) is not { } step) return Doorway.With("/sign-in", back);
        No = step.Purpose switch
        {
            CodePurpose.SignIn => await EnterAsync(step.Ticket, code, ct),
            CodePurpose.Prove => (await proveAgain.HandleAsync(new(step.Ticket, code, null), caller, ct)).Refusal,
            CodePurpose.BindNumber => (await bindNumber.HandleAsync(new(step.Ticket, code), caller, ct)).Refusal,
            _ => (await setEmail.HandleAsync(new(step.Ticket, code), caller, ct)).Refusal,
        };
        if (No is not null) return null;
        doorway.Drop(CodeUnderWay.Step);
        return Doorway.Back(back);
    }

    async Task<Refusal?> EnterAsync(Guid ticket, string? code, CancellationToken ct)
    {
        if ((await signInByCode.HandleAsync(new(ticket, code, doorway.Browser), caller, ct)).IsRefused(out var refused, out var signedIn)) return refused;
        await doorway.EnterAsync(signedIn);
        return null;
    }
}

static class SignInFormsFirst
{
    /// <summary>Comes after antiforgery: a form whose token does not fit is left to its page, which turns it away.</summary>
    internal static IApplicationBuilder UseSignInForms(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (await GoOnToAsync(http) is { } place) http.Response.Redirect(Written(place));
        else await next(http);
    });

    static async Task<string?> GoOnToAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type is not { } page
            || (page != typeof(SignInPage) && page != typeof(CodePage)) || http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true }) return null;
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var forms = http.RequestServices.GetRequiredService<SignInForms>();
        string? back = http.Request.Query["return"];
        // What was begun is finished, whether or not the browser waits for the answer: a try counts.
        return (string?)form["_handler"] switch
        {
            SignInForms.Number when page == typeof(SignInPage) => await forms.AskAsync(form["To"], back, default),
            SignInForms.Code when page == typeof(CodePage) => await forms.TakeAsync(form["Code"], back, default),
            _ => null,
        };
    }

    // The way back may hold any letters, a header holds Latin ones alone.
    static string Written(string place)
    {
        var address = new Uri(AnyHall, place);
        return address.PathAndQuery + address.Fragment;
    }

    static readonly Uri AnyHall = new("http://hall");
}
