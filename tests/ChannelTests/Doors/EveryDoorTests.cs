using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Api;

namespace Wangting.ChannelTests.Doors;

/// <summary>Every endpoint of the running host, tried by everybody in the <see cref="Cast"/>: each meets what the
/// <see cref="DoorTable"/> says and nothing else, and nobody is shown what is another's.</summary>
public sealed class Every_door_and_who_may_enter(Cast cast) : IClassFixture<Cast>
{
    static readonly IReadOnlyDictionary<(string Method, string Path), Rule> Table = DoorTable.Read();

    [Fact]
    public void Every_endpoint_is_in_the_table_and_nothing_else_is()
    {
        (string, string)[] endpoints = [.. Endpoints(Routes)];
        Assert.True(endpoints.Length > 180, $"Only {endpoints.Length} endpoints were found.");
        Assert.Empty(endpoints.Except(Table.Keys));
        Assert.Empty(Table.Keys.Where(k => !DoorTable.Unrouted.Contains(k.Path)).Except(endpoints));
        Assert.DoesNotContain(Table.Keys, k => cast.PathOf(k.Path) is null && !k.Path.Contains("/hub/", StringComparison.Ordinal));
    }

    [Fact]
    public void An_endpoint_that_nobody_stated_is_found()
    {
        var bare = new RouteEndpoint(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/forgotten"), 0, null, "forgotten");
        Assert.Equal([("GET", "/forgotten")], Endpoints([.. Routes, bare]).Except(Table.Keys));
    }

    [Fact]
    public async Task Everybody_meets_what_the_table_says_and_sees_nothing_of_others()
    {
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        var walked = 0;
        await Parallel.ForEachAsync(cast.Walkers, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (who, _) =>
        {
            foreach (var ((method, pattern), rule) in Table)
            {
                var (path, body, expected) = Trial(method, pattern, rule, who);
                var tried = await who.TryAsync(method, path, body);
                Interlocked.Increment(ref walked);
                if (Wrong(rule, who, tried, expected) is { } why) wrong.Add($"{method} {path} ({pattern}) to {who.Says}: {why}");
                if (MayNotSee(rule, who, expected, pattern))
                    foreach (var mark in cast.Marks.Where(m => !(pattern == "/staff/audit" && m == cast.BillNumber) && // the log names what was guessed at
                        tried.Body.Contains(m, StringComparison.Ordinal) && !path.Contains(m, StringComparison.Ordinal))) wrong.Add($"{method} {path} shows {mark} to {who.Says}");
            }
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
        Assert.Empty(cast.Hall.Faults);
        Assert.True(walked > 15_000, $"Only {walked} doors were tried.");
    }

    // A program that may write writes on nothing: what it may is shown by not being refused.
    (string Path, string? Body, Verdict Expected) Trial(string method, string pattern, Rule rule, Walker who)
    {
        var expected = rule.For(who);
        var path = cast.PathOf(pattern) ?? pattern.Replace("{id}", Cast.Nothing.ToString(), StringComparison.Ordinal);
        if (method is "PATCH" or "DELETE" && expected == Verdict.Open) (path, expected) = (pattern.Replace("{id}", Cast.Nothing.ToString(), StringComparison.Ordinal), Verdict.Absent);
        return (path, method is "POST" or "PATCH" && (rule.Kind == "scope" || pattern == "/channels/terminal") && pattern != "/connect/userinfo" ? "{}" : null, expected);
    }

    static string? Wrong(Rule rule, Walker who, Tried tried, Verdict expected)
    {
        if (tried.Status >= 500) return $"{tried.Status}";
        if (expected == Verdict.Away && rule.Kind == "scope" && !tried.Challenge.StartsWith("Bearer", StringComparison.Ordinal)) return $"{tried.Status} without a challenge";
        return rule.Answer switch
        {
            0 when expected == Verdict.Open => null,
            > 0 and var status => tried.Status == status ? null : $"{tried.Status} {tried.Location}, not {status}",
            _ => tried.Verdict == expected ? null : $"{tried.Status} {tried.Location} is {tried.Verdict}, not {expected}",
        };
    }

    // Machines see what their scope opens, the owner and who the owner let in what is the owner's; the demo's messages stand in
    // for a telephone, and the interfaces' description has a number of the demo as its example.
    static bool MayNotSee(Rule rule, Walker who, Verdict met, string pattern) =>
        who.Name is not ("owner" or "delegate") && pattern != "/demo/messages" && !pattern.StartsWith("/openapi/", StringComparison.Ordinal) && !(rule.Kind == "scope" && who.Name is null && met == Verdict.Open);

    IReadOnlyList<Endpoint> Routes => cast.Hall.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    // Files of the look are open to everybody by being files.
    static IEnumerable<(string Method, string Path)> Endpoints(IEnumerable<Endpoint> routes) =>
        (from endpoint in routes.OfType<RouteEndpoint>()
         where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
         from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
         select (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))).Distinct();
}
