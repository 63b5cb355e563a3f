using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Staff;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Api;

/// <summary>Every endpoint of the host, tried by everybody who should not come in, and every list by whom it does not belong
/// to. The endpoints are asked of the host, so that a new one is walked too.</summary>
public sealed class Every_door_and_who_may_not_enter(SqliteApiHall hall) : IClassFixture<SqliteApiHall>
{
    const string Prefix = "/tmf-api/";

    [Fact]
    public async Task The_interfaces_open_to_tokens_with_the_scope_and_to_nothing_else()
    {
        using var nobody = ApiClient.Nobody(hall.Hall);
        using var customer = hall.Hall.Visit();
        await customer.SignInAsync("13300000001");
        var (staff, _) = await Enrolment.OfAsync(hall.Hall, "walker", "a long enough password 1", MakeStartingRoles.Administrator);
        using var person = await ApiClient.PersonAsync(hall.Hall, "19900000007", "openid", "profile", "phone");
        var walked = 0;
        using (staff)
            foreach (var (endpoint, method, path) in Endpoints().Where(e => e.Path.StartsWith(Prefix, StringComparison.Ordinal)))
            {
                walked++;
                if (walked % 20 == 0) hall.Hall.Clock.Advance(TimeSpan.FromSeconds(1));
                object? body = method is "POST" or "PATCH" ? "{}" : null;
                Assert.True((await nobody.SendAsync(new(method), path, body)).Status == HttpStatusCode.Unauthorized, $"{method} {path} to nobody");
                Assert.True((await person.SendAsync(new(method), path, body)).Status == HttpStatusCode.Forbidden, $"{method} {path} to an app without the scope");
                if (method != "GET") continue;
                Assert.True((await customer.GetAsync(path)).Status == HttpStatusCode.Unauthorized, $"{method} {path} by a customer's cookie");
                Assert.True((await staff.GetAsync(path)).Status == HttpStatusCode.Unauthorized, $"{method} {path} by a staff cookie");
            }
        Assert.True(walked > 60, $"Only {walked} endpoints were walked.");
        foreach (var scope in TokenScopes.OfMachines.Where(s => s.EndsWith(".read", StringComparison.Ordinal)))
        {
            using var one = await ApiClient.MachineAsync(hall.Hall, scope);
            foreach (var (endpoint, method, path) in Endpoints().Where(e => e.Path.StartsWith(Prefix, StringComparison.Ordinal) && e.Method == "GET"))
            {
                var status = (await one.GetAsync(path)).Status;
                var open = status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized);
                Assert.True((int)status < 500, $"{path}: {status}");
                if (open) Opened.TryAdd(path, []);
                if (open) Opened[path].Add(scope);
            }
        }
        // Each is opened by one scope and no other.
        Assert.Empty(Opened.Where(o => o.Value.Count != 1).Select(o => $"{o.Key} by {string.Join(' ', o.Value)}"));
        Assert.Empty(hall.Hall.Faults);
    }

    readonly Dictionary<string, List<string>> Opened = new(StringComparer.Ordinal);

    [Fact]
    public async Task What_one_person_may_see_another_does_not_find()
    {
        using var zhang = await ApiClient.PersonAsync(hall.Hall, "13300000001");
        using var li = await ApiClient.PersonAsync(hall.Hall, "18900000066");
        var tried = 0;
        foreach (var (_, _, path) in Endpoints().Where(e => e.Method == "GET" && e.Path.StartsWith(Prefix, StringComparison.Ordinal) && !e.Path.EndsWith(Someone, StringComparison.Ordinal)))
        {
            if (IsPublic(path)) continue;
            hall.Hall.Clock.Advance(TimeSpan.FromSeconds(1)); // a person may ask so often in a second
            var (a, b, all) = (await zhang.GetAsync(path + "?limit=1000"), await li.GetAsync(path + "?limit=1000"), await hall.Machine.GetAsync(path + "?limit=1000"));
            Assert.True(a.Status is HttpStatusCode.OK or HttpStatusCode.PartialContent, $"{path}: {a.Text}");
            Assert.Empty(a.Ids.Intersect(b.Ids));
            foreach (var id in b.Ids.Concat(all.Ids.Except(a.Ids)).Distinct().Take(5))
            {
                tried++;
                var found = await zhang.GetAsync($"{path}/{id}");
                Assert.True(found.Status == HttpStatusCode.NotFound, $"{path}/{id}: {found.Text}");
                Assert.Empty((await zhang.GetAsync($"{path}?id={id}")).List);
            }
        }
        Assert.True(tried > 10, $"Only {tried} things of others were tried.");
    }

    [Fact]
    public async Task Pages_open_to_their_own_kind_of_visitor_alone()
    {
        using var customer = hall.Hall.Visit();
        await customer.SignInAsync("13300000001");
        var (staff, _) = await Enrolment.OfAsync(hall.Hall, "clerk", "a long enough password 2");
        using (staff)
            foreach (var (endpoint, method, path) in Endpoints().Where(e => e.Method == "GET" && !e.Path.StartsWith(Prefix, StringComparison.Ordinal)))
            {
                if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || path == "/connect/userinfo") continue;
                var byToken = await hall.Machine.GetAsync(path);
                var sentAway = byToken.Status is HttpStatusCode.Found or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound || byToken.Text.Contains("/sign-in", StringComparison.Ordinal);
                Assert.True(sentAway, $"{path} to a machine's token: {byToken.Status}");
                var isStaffs = path.StartsWith("/staff", StringComparison.Ordinal);
                var page = isStaffs ? await customer.GetAsync(path) : await staff.GetAsync(path);
                Assert.True((int)page.Status is 302 or 401 or 403 or 404, $"{path} to {(isStaffs ? "a customer" : "staff")}: {page.Status}");
            }
        Assert.Empty(hall.Hall.Faults);
    }

    static readonly string Someone = Guid.Empty.ToString();

    // What is the same for everybody: tariffs and billing terms.
    static bool IsPublic(string path) => path.Contains("productCatalogManagement", StringComparison.Ordinal) || path.EndsWith("billFormat", StringComparison.Ordinal) || path.EndsWith("billPresentationMedia", StringComparison.Ordinal) || path.EndsWith("billingCycleSpecification", StringComparison.Ordinal);

    IEnumerable<(RouteEndpoint Endpoint, string Method, string Path)> Endpoints() =>
        from endpoint in hall.Hall.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        where !pattern.Contains("{*", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (endpoint, method, System.Text.RegularExpressions.Regex.Replace(pattern, "\\{[^}]*\\}", Someone));
}
