using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Wangting.Identity;

namespace Wangting.Channels.SignIn.OpenId;

/// <summary>Browsers hold the redirects that follow a form to the page's <c>form-action</c>: a person who signs in on the
/// way to an app would be stopped at the last step. So a page whose way back leads to a client names that client's
/// registered address there, and no page names any other.</summary>
internal static class ClientFormTargets
{
    public static IApplicationBuilder UseClientFormTargets(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if ((http.Request.Path.StartsWithSegments("/sign-in") || http.Request.Path.StartsWithSegments("/connect")) && await TargetAsync(http) is { } target)
            http.Response.Headers.ContentSecurityPolicy = http.Response.Headers.ContentSecurityPolicy.ToString().Replace("form-action 'self'", "form-action 'self' " + target, StringComparison.Ordinal);
        await next(http);
    });

    static async Task<string?> TargetAsync(HttpContext http)
    {
        var asked = http.Request.Query.TryGetValue("return", out var back) && back.ToString() is var way && way.StartsWith("/connect/authorize?", StringComparison.Ordinal)
            ? QueryHelpers.ParseQuery(way[way.IndexOf('?', StringComparison.Ordinal)..])
            : http.Request.Query.ToDictionary(q => q.Key, q => q.Value, StringComparer.Ordinal);
        if (Of(asked, "client_id") is not { } id || await http.RequestServices.GetRequiredService<FindClient>().HandleAsync(id, http.RequestAborted) is not { } client) return null;
        var address = Of(asked, "redirect_uri") is { } redirect && client.RedirectUris.Contains(redirect) ? redirect
            : Of(asked, "post_logout_redirect_uri") is { } signedOut && client.SignedOutUris.Contains(signedOut) ? signedOut : null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) return null;
        // An app's own scheme has no origin; the scheme itself is what a policy can name.
        return uri.Scheme is "http" or "https" ? uri.GetLeftPart(UriPartial.Authority) : uri.Scheme + ":";
    }

    static string? Of(Dictionary<string, StringValues> asked, string name) => asked.TryGetValue(name, out var value) ? value.ToString() : null;
}
