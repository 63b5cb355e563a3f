using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Channels.SignIn;

/// <summary>The small acts behind the buttons of security and numbers: post, do, and back to the page, which says why
/// where it was refused. Each takes a form field, and so each demands the form's token.</summary>
static class SignInActs
{
    const string Security = "/me/security", Numbers = "/me/numbers";

    public static void MapSignInActs(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
        var acts = routes.MapGroup("/me").RequireAuthorization();
        acts.MapPost("/security/sessions/{id:guid}/end", EndSessionAsync);
        acts.MapPost("/security/sessions/end-all", EndAllAsync);
        acts.MapPost("/security/passkeys/{id:guid}/rename", RenamePasskeyAsync);
        acts.MapPost("/security/passkeys/{id:guid}/remove", RemovePasskeyAsync);
        acts.MapPost("/security/apps/{client:guid}/withdraw", WithdrawAppAsync);
        acts.MapPost("/numbers/{binding:guid}/unbind", UnbindAsync);
        acts.MapPost("/grants/{id:guid}/withdraw", WithdrawAsync);
    }

    static async Task<IResult> SignOutAsync([FromForm] string go, EndSessionHandler end, Caller caller, Doorway doorway, CancellationToken ct)
    {
        if (caller.SessionId is { } session) await end.HandleAsync(new(session), caller, ct);
        await doorway.LeaveAsync();
        return Results.LocalRedirect("/sign-in");
    }

    static async Task<IResult> EndSessionAsync(Guid id, [FromForm] string go, EndSessionHandler end, Caller caller, CancellationToken ct) =>
        Back(Security, (await end.HandleAsync(new(id, Forget: true), caller, ct)).Refusal, "session");

    static async Task<IResult> EndAllAsync([FromForm] string go, EndAllSessionsHandler end, Caller caller, Doorway doorway, CancellationToken ct)
    {
        await end.HandleAsync(new(), caller, ct);
        await doorway.LeaveAsync();
        return Results.LocalRedirect("/sign-in");
    }

    static async Task<IResult> RenamePasskeyAsync(Guid id, [FromForm] string? name, RenamePasskeyHandler rename, Caller caller, CancellationToken ct) =>
        Back(Security, (await rename.HandleAsync(new(id, name), caller, ct)).Refusal, "passkeys");

    static async Task<IResult> RemovePasskeyAsync(Guid id, [FromForm] string go, RemovePasskeyHandler remove, Caller caller, CancellationToken ct) =>
        Back(Security, (await remove.HandleAsync(new(id), caller, ct)).Refusal, "passkeys");

    static async Task<IResult> WithdrawAppAsync(Guid client, [FromForm] string go, WithdrawClientConsentHandler withdraw, Caller caller, CancellationToken ct) =>
        Back(Security, (await withdraw.HandleAsync(new(client), caller, ct)).Refusal, "apps");

    static async Task<IResult> UnbindAsync(Guid binding, [FromForm] string go, UnbindNumberHandler unbind, Caller caller, CancellationToken ct) =>
        Back(Numbers, (await unbind.HandleAsync(new(binding), caller, ct)).Refusal, null);

    static async Task<IResult> WithdrawAsync(Guid id, [FromForm] string go, WithdrawGrantHandler withdraw, Caller caller, CancellationToken ct) =>
        Back(Numbers, (await withdraw.HandleAsync(new(id), caller, ct)).Refusal, "grants");

    /// <summary>Back to the page; with the refusal's key, which the page words, or by way of the missing proof.</summary>
    internal static IResult Back(string page, Refusal? no, string? place)
    {
        var target = no is null ? page + (place is null ? "" : "#" + place) : StepUp.PageFor(no, page) ?? $"{page}?no={Uri.EscapeDataString(no.Code)}";
        return Results.LocalRedirect(target);
    }
}
