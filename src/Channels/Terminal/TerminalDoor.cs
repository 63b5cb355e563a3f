using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Channels.Plain;
using Wangting.Identity;
using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.Channels.Terminal;

/// <summary>One input from a terminal.</summary>
/// <param name="Number">Whose line it plays.</param>
/// <param name="Session">Of the dialogue; null to dial.</param>
/// <param name="Version">Of the answer that this replies to.</param>
/// <param name="Text">What was dialled, or typed in the dialogue.</param>
/// <param name="Ussd">Pages as small as a USSD string.</param>
public sealed record TerminalCall(string Number, string Text, Guid? Session = null, int? Version = null, bool Ussd = false, string? Language = null);

public sealed record TerminalAnswer(Guid Session, int Version, string Text, int Page, int Pages);

/// <summary>The text channel of <c>wangting dial</c>: the plain renderer over HTTP, behind a secret of the operator's.</summary>
public static class TerminalDoor
{
    public const string Path = "/channels/terminal";
    const int LongestText = 500;

    public static IServiceCollection AddTerminal(this IServiceCollection services)
    {
        services.AddSettings<TerminalOptions>("Terminal")
            .Validate(o => o.Secret is null or { Length: >= TerminalOptions.LeastSecret }, "Terminal:Secret has 16 characters or more, or is not set and the channel is closed.").ValidateOnStart();
        services.AddSingleton<TerminalKey>();
        services.AddHostedService(s => s.GetRequiredService<TerminalKey>());
        services.AddSingleton<PlainRenderer>();
        return services;
    }

    /// <remarks>Anonymous to the schemes of people and programs: the secret is its guard, and without one it is not there.</remarks>
    public static IEndpointRouteBuilder MapTerminal(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, TakeAsync).AllowAnonymous().DisableAntiforgery().AddEndpointFilter(async (call, next) =>
        {
            var key = call.HttpContext.RequestServices.GetRequiredService<TerminalKey>();
            var shown = call.HttpContext.Request.Headers.Authorization.ToString();
            return !key.IsOpen ? Results.NotFound() : key.Opens(shown.StartsWith("Bearer ", StringComparison.Ordinal) ? shown[7..] : null) ? await next(call) : Results.Unauthorized();
        });
        return routes;
    }

    static async Task<IResult> TakeAsync(TerminalCall call, HttpContext http, FindLineUserHandler users, TakeStepHandler steps, JourneyBook book, PlainRenderer renderer, Texts texts, CancellationToken ct)
    {
        var language = call.Language is { } asked && texts.Languages.Contains(asked) ? asked : null;
        var caller = await users.HandleAsync(new FindLineUser(call.Number, Channel.Terminal, http.Connection.RemoteIpAddress?.ToString(), language), ct);
        if (!caller.IsPerson) return Refused(Refusal.NotFound("terminal.unknown_number"));
        if (call.Text is null or { Length: > LongestText }) return Refused(Refusal.Invalid("field.too_long", null, ("most", LongestText)));

        var step = call.Session is { } session
            ? new TakeStep(session, new Input.Words(call.Text), call.Version)
            : new TakeStep(Guid.CreateVersion7(), book.ByWord(call.Text) is { IsMenu: false } direct ? new Input.Enter(direct.Name) : new Input.Look());
        return (await steps.HandleAsync(step, caller, ct)).Match(
            taken =>
            {
                var page = renderer.Render(taken.Screen, caller.Language, call.Ussd ? PageLimits.Ussd : PageLimits.Roomy, taken.Session.Page);
                return Results.Json(new TerminalAnswer(taken.Session.Id, taken.Version, page.Text, page.Number, page.Of), Json.Plain);
            },
            Refused);

        IResult Refused(Refusal why) => Results.Problem(texts.Say(caller.Language, why), statusCode: why.Kind == RefusalKind.NotFound ? 404 : 400, title: why.Code);
    }
}
