using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;

namespace Wangting.ChannelTests.SignIn;

/// <summary>Nothing is open that does not say so: every endpoint has a policy, its own or the fallback, or is explicitly
/// anonymous.</summary>
public sealed class GuardedEndpointsTests(RunningHall hall) : IClassFixture<RunningHall>
{
    [Fact]
    public async Task Every_endpoint_is_guarded_or_openly_open()
    {
        var fallback = await hall.InScopeAsync(s => s.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync());
        Assert.NotNull(fallback);
        Assert.Empty(Unguarded(Endpoints, fallback));
    }

    [Fact]
    public void The_walk_finds_an_endpoint_that_nobody_guarded()
    {
        var bare = new RouteEndpoint(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/forgotten"), 0, null, "forgotten");
        Assert.Equal(["/forgotten"], Unguarded([bare], fallback: null));
    }

    [Fact]
    public async Task Nobody_gets_into_a_page_that_is_not_open()
    {
        using var visitor = hall.Visit();
        foreach (var path in Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && Gets(e) && !e.RoutePattern.RawText!.Contains('{', StringComparison.Ordinal))
            .Select(e => e.RoutePattern.RawText!).Distinct())
        {
            var page = await visitor.GetAsync(path.StartsWith('/') ? path : "/" + path);
            Assert.True((int)page.Status is 302 or 401 or 404, $"{path} answered {page.Status} to nobody");
        }
    }

    IReadOnlyList<Endpoint> Endpoints => hall.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    static bool Gets(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true;

    static IEnumerable<string?> Unguarded(IEnumerable<Endpoint> endpoints, AuthorizationPolicy? fallback) => endpoints
        .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && e.Metadata.GetMetadata<IAuthorizeData>() is null && e.Metadata.GetMetadata<AuthorizationPolicy>() is null && fallback is null)
        .Select(e => (e as RouteEndpoint)?.RoutePattern.RawText ?? e.DisplayName);
}
