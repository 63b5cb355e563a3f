using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Wangting.Channels.SignIn;

/// <summary>Section <c>Web:Security</c>.</summary>
public sealed class SecurityHeaderOptions
{
    /// <summary>Origins a form may lead to beside this hall: a payment page that a <em>pay</em> button redirects to.
    /// Browsers hold redirects of forms to this list too.</summary>
    public List<string> FormTargets { get; } = [];
}

/// <summary>Headers on every answer: no script or style but our files, nobody frames us, nobody guesses types, and
/// addresses of pages are not told to other sites.</summary>
public static class SecurityHeaders
{
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var targets = app.ApplicationServices.GetRequiredService<IOptions<SecurityHeaderOptions>>().Value.FormTargets;
        var policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action "
            + string.Join(' ', targets.Prepend("'self'"));
        return app.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY"; // for browsers that know no frame-ancestors
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            http.Response.OnStarting(KeepPagesPrivate, http);
            return next(http);
        });
    }

    // A page made for one person must not come back from a shared cache or the back button after signing out.
    static Task KeepPagesPrivate(object state)
    {
        var http = (HttpContext)state;
        if (http.Response.Headers.CacheControl.Count == 0 && http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
            http.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
