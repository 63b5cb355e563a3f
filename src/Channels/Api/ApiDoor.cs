using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wangting.Channels.Api.Hub;
using Wangting.Channels.Api.Resources;
using Wangting.Channels.Api.Tokens;
using Wangting.Channels.Api.Usage;
using Wangting.Channels.SignIn.OpenId;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>What an endpoint of the Open APIs asks of a token.</summary>
/// <param name="Scope">Such as <c>party.read</c>.</param>
internal sealed record ApiEndpoint(OpenApi Api, string Scope);

/// <summary>The door of the Open APIs: who calls, may they, and one form for everything that goes wrong. A branch of its own
/// before the pages' middleware: no cookie, no antiforgery, no look.</summary>
internal sealed partial class ApiDoor(CheckedTokens tokens, ApiPace pace, Texts texts, TimeProvider clock, ILogger<ApiDoor> log)
{
    public const string Prefix = "/tmf-api";

    public async Task RunAsync(HttpContext http)
    {
        var language = LanguageOf(http);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await AnswerAsync(http, language);
        }
        catch (Problem problem) { await problem.WriteAsync(http, texts, language); }
        catch (BadHttpRequestException fault)
        {
            await (fault.StatusCode == 413 ? new Problem(413, "api.too_large", ("most", Body.MostBytes / 1024)) : new Problem(400, "api.bad_request")).WriteAsync(http, texts, language);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested) { /* nobody waits for the answer */ }
#pragma warning disable CA1031 // The one place where a fault of this door becomes an answer.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(http.TraceIdentifier, fault);
            if (http.Response.HasStarted) http.Abort();
            else
            {
                http.Response.Headers.Remove("Location");
                await new Problem(500, "api.fault", ("trace", http.TraceIdentifier)).WriteAsync(http, texts, language);
            }
        }
    }

    async Task AnswerAsync(HttpContext http, string language)
    {
        var endpoint = http.GetEndpoint();
        var bearer = await tokens.FindAsync(http);
        if (bearer is null)
        {
            http.Response.Headers.WWWAuthenticate = http.Request.Headers.Authorization.Count == 0 ? "Bearer realm=\"wangting\"" : "Bearer realm=\"wangting\", error=\"invalid_token\"";
            throw new Problem(401, "api.token");
        }
        if (endpoint?.Metadata.GetMetadata<ApiEndpoint>() is not { } wanted)
        {
            if (endpoint?.RequestDelegate is null || endpoint is RouteEndpoint) throw new Problem(404, "api.no_such_path");
            await endpoint.RequestDelegate(http); // routing's own "wrong method": it says which are right
            throw new Problem(405, "api.method");
        }
        if (!bearer.Scopes.Contains(wanted.Scope))
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"wangting\", error=\"insufficient_scope\", scope=\"{wanted.Scope}\"";
            throw new Problem(403, "api.scope", ("scope", wanted.Scope));
        }
        if (pace.Wait(bearer.Caller) is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            throw new Problem(429, "api.too_fast", ("seconds", seconds));
        }
        if (!TakesJson(http)) throw new Problem(406, "api.accept");
        var caller = bearer.Caller with { Language = language, Address = AddressOf(http) };
        http.Features.Set(bearer);
        http.Features.Set(new Call(http.RequestServices, caller, $"{http.Request.Scheme}://{http.Request.Host}", clock.GetUtcNow().UtcDateTime) { RequestKey = http.Request.Headers["Idempotency-Key"] is [{ Length: > 0 } key] ? key : null });
        await endpoint.RequestDelegate!(http);
    }

    static bool TakesJson(HttpContext http)
    {
        var accept = http.Request.Headers.Accept;
        return accept.Count == 0 || accept.Any(a => a is null || a.Contains("json", StringComparison.OrdinalIgnoreCase) || a.Contains("*/*", StringComparison.Ordinal) || a.Contains("application/*", StringComparison.Ordinal));
    }

    string LanguageOf(HttpContext http)
    {
        var header = http.Request.Headers.AcceptLanguage.ToString();
        if (header.Length is 0 or > 200) return Texts.Fallback;
        foreach (var one in http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1))
            foreach (var known in texts.Languages)
                if (one.Value.Length >= 2 && known.StartsWith(one.Value.Subsegment(0, 2).ToString(), StringComparison.OrdinalIgnoreCase)) return known;
        return Texts.Fallback;
    }

    static string? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;

    [LoggerMessage(Level = LogLevel.Error, Message = "An API request failed ({Trace})")]
    partial void Failed(string trace, Exception fault);
}

internal static class ApiRoutes
{
    /// <summary>Takes everything below <c>/tmf-api</c>, and the stream of usage, out of the pages' pipeline.</summary>
    public static IApplicationBuilder UseOpenApis(this IApplicationBuilder app)
    {
        var door = app.ApplicationServices.GetRequiredService<ApiDoor>();
        return app.Use((http, next) => http.Request.Path.StartsWithSegments(ApiDoor.Prefix, StringComparison.OrdinalIgnoreCase) || http.Request.Path == UsageStream.Path ? door.RunAsync(http) : next(http));
    }

    public static void MapOpenApis(this IEndpointRouteBuilder routes)
    {
        var resources = routes.ServiceProvider.GetServices<Resource>().ToArray();
        foreach (var api in resources.GroupBy(r => r.Api))
        {
            var types = api.SelectMany(r => Enum.GetValues<RecordChange>().Select(c => HubDoor.TypeOf(r.Noun, c))).ToHashSet(StringComparer.Ordinal);
            // To listen is to read: who may see may be told.
            foreach (var root in api.Key.Alias is { } alias ? [api.Key.Base, alias] : (string[])[api.Key.Base])
            {
                Map(routes, api.Key, ".read", HttpMethods.Post, $"{ApiDoor.Prefix}/{root}/hub", (http, call) => HubDoor.BeginAsync(http, call, api.Key, types, http.RequestAborted));
                Map(routes, api.Key, ".read", HttpMethods.Delete, $"{ApiDoor.Prefix}/{root}/hub/{{id}}", (http, call) => HubDoor.EndAsync(http, call, api.Key, http.RequestAborted));
            }
        }
        MapStream(routes);
        foreach (var resource in resources)
            foreach (var root in resource.Api.Alias is { } alias ? [resource.Api.Base, alias] : (string[])[resource.Api.Base])
            {
                var collection = $"{ApiDoor.Prefix}/{root}/{resource.Noun}";
                Map(routes, resource, HttpMethods.Get, collection, (http, call) => resource.ListAsync(http, call, http.RequestAborted));
                Map(routes, resource, HttpMethods.Get, collection + "/{id}", (http, call) => resource.ReadAsync(http, call, IdOf(http, resource), StatusCodes.Status200OK, http.RequestAborted));
                if (resource.CanCreate) Map(routes, resource, HttpMethods.Post, collection, (http, call) => resource.CreateAsync(http, call, http.RequestAborted));
                if (resource.CanChange) Map(routes, resource, HttpMethods.Patch, collection + "/{id}", (http, call) => resource.ChangeAsync(http, call, IdOf(http, resource), http.RequestAborted));
                if (resource.CanRemove) Map(routes, resource, HttpMethods.Delete, collection + "/{id}", (http, call) => resource.RemoveAsync(http, call, IdOf(http, resource), http.RequestAborted));
            }
    }

    static void MapStream(IEndpointRouteBuilder routes) => Map(routes, UsageManagement.Api, ".write", HttpMethods.Post, UsageStream.Path, UsageStream.RunAsync);

    static void Map(IEndpointRouteBuilder routes, Resource resource, string method, string pattern, Func<HttpContext, Call, Task> act) =>
        Map(routes, resource.Api, HttpMethods.IsGet(method) ? ".read" : ".write", method, pattern, act);

    static void Map(IEndpointRouteBuilder routes, OpenApi api, string right, string method, string pattern, Func<HttpContext, Call, Task> act) =>
        routes.MapMethods(pattern, [method], http => act(http, http.Features.Get<Call>()!))
            .WithMetadata(new ApiEndpoint(api, api.Scope + right)).RequireAuthorization(OpenIdDoor.TokenPolicy).WithTags(api.Number);

    static Guid IdOf(HttpContext http, Resource resource) => Guid.TryParse(http.Request.RouteValues["id"] as string, out var id) ? id : throw Problem.NotFound(resource.Noun);
}
