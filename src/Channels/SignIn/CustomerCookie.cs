using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Channels.SignIn;

/// <summary>The customers' cookie names a session row and nothing else. The row is asked at every request, so that what
/// was ended a second ago, on whatever node, is ended.</summary>
sealed class CustomerCookie(CheckSessionHandler sessions) : CookieAuthenticationEvents
{
    public const string SessionClaim = "sid";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "hall";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // the demo is plain http on localhost; production is https
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "return";
        options.SlidingExpiration = false;
        options.EventsType = typeof(CustomerCookie);
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var facts = Guid.TryParse(context.Principal?.FindFirst(SessionClaim)?.Value, out var id)
            ? await sessions.HandleAsync(new CheckSession(id), context.HttpContext.RequestAborted) : null;
        if (facts is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SignInSchemes.Customer);
            return;
        }
        context.HttpContext.Features.Set(new KnownCaller(new Caller
        {
            Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = facts.SubjectId, TenureId = facts.TenureId, SessionId = facts.SessionId, Proof = facts.Proof,
        }));
    }

    // Nobody who is signed in is ever told "forbidden": what is not theirs is not found.
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
