using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Channels.SignIn;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Channels.Staff;

/// <summary>The staff's own cookie. It names a session row; the row, the person and their roles are asked at every request.</summary>
internal sealed class StaffScheme : CookieAuthenticationEvents
{
    public const string Name = SignInSchemes.Staff;
    /// <summary>From the password to the second factor: opens no page but those two.</summary>
    public const string Half = "staff.half";
    /// <summary>Claim that holds one permission.</summary>
    public const string Permission = "permission";

    const string SessionId = "sid";

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var find = context.HttpContext.RequestServices.GetRequiredService<FindStaffSession>();
        if (SessionOf(context.Principal) is not { } id || await find.HandleAsync(id, context.HttpContext.RequestAborted) is not { } presence)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Name);
            return;
        }
        context.HttpContext.Features.Set(presence);
        context.HttpContext.Features.Set(new KnownCaller(StaffCaller.Of(presence)));
        context.ReplacePrincipal(new ClaimsPrincipal(new ClaimsIdentity(
            [new(SessionId, id.ToString()), new(ClaimTypes.NameIdentifier, presence.StaffId.ToString()), new(ClaimTypes.Name, presence.Name),
             .. presence.Permissions.Select(p => new Claim(Permission, p))], Name)));
    }

    // Tried without the permission: said on a page of its own, and written down, for it may have been a guess.
    public override async Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        var services = context.HttpContext.RequestServices;
        await services.GetRequiredService<NoteRefused>().HandleAsync(context.HttpContext.Request.Path.Value ?? "/", services.GetRequiredService<Caller>(), context.HttpContext.RequestAborted);
        context.Response.Redirect("/staff/denied");
    }

    public static Guid? SessionOf(ClaimsPrincipal? principal) => Guid.TryParse(principal?.FindFirstValue(SessionId), out var id) ? id : null;

    public static ClaimsPrincipal Ticket(Guid session, string scheme) => new(new ClaimsIdentity([new(SessionId, session.ToString())], scheme));
}

/// <summary>Who is at a staff page.</summary>
internal static class StaffCaller
{
    public static StaffPresence Presence(this HttpContext http) =>
        http.Features.Get<StaffPresence>() ?? throw new InvalidOperationException("A staff page without the staff policy.");

    /// <summary>Somebody at the staff's door who is not in yet.</summary>
    public static Caller Stranger(this Caller nobody) => nobody with { Kind = CallerKind.Nobody, Channel = Channel.Staff };

    internal static Caller Of(StaffPresence presence) => new()
    {
        Kind = CallerKind.Staff,
        Channel = Channel.Staff,
        SubjectId = presence.StaffId,
        SessionId = presence.SessionId,
        Proof = new Proof(Assurance.Strong, presence.ProvenAt),
        Permissions = presence.Permissions,
        Bounds = presence.Bounds,
    };
}
