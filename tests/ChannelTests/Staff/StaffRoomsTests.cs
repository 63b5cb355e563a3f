using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Channels.Staff;
using Wangting.ChannelTests.Web;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.ChannelTests.Staff;

public sealed partial class Rooms_of_the_staff(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Password = "一句只有我自己会说的长话";

    Task<(Visitor At, byte[] Secret)> EnrolAsync(string name, params string[] roles) => Enrolment.OfAsync(hall, name, Password, roles);

    string Code(byte[] secret) => Enrolment.Code(secret, hall.Clock.GetUtcNow());

    [Fact]
    public async Task Staff_enrol_then_sign_in_with_password_and_code_and_land_where_they_wanted()
    {
        var (first, secret) = await EnrolAsync("han.mei", "auditor");
        using (first) Assert.True((await first.GetAsync("/staff")).Says("查看审计日志"));
        hall.Clock.Advance(TimeSpan.FromMinutes(1));
        using var at = hall.Visit();
        var turned = await at.GetAsync("/staff/audit?act=x");
        Assert.Contains("/staff/sign-in?to=", turned.Location, StringComparison.Ordinal);
        var half = await at.SendAsync((await at.FollowAsync(turned))["staff-sign-in"], ("Name", "han.mei"), ("Password", Password));
        Assert.StartsWith("/staff/code", half.Location, StringComparison.Ordinal);
        Assert.Contains("/staff/sign-in", (await at.GetAsync("/staff")).Location, StringComparison.Ordinal);
        var page = await at.FollowAsync(half);
        page = await at.SendAsync(page["staff-code"], ("Code", "000000"));
        Assert.True(page.Says("验证码不对"), page.Words);
        var code = await at.SendAsync(page["staff-code"], ("Code", Code(secret)));
        Assert.Equal("/staff/audit?act=x", code.Location);
        Assert.Equal(HttpStatusCode.OK, (await at.FollowAsync(code)).Status);

        await at.SendAsync((await at.GetAsync("/staff"))["/staff/sign-out"]);
        Assert.Contains("/staff/sign-in", (await at.GetAsync("/staff")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_are_no_customers_and_customers_no_staff()
    {
        var (at, _) = await EnrolAsync("both.hats", "administrator");
        using (at) Assert.Contains("/sign-in?return", (await at.GetAsync("/me/security")).Location, StringComparison.Ordinal);
        using var customer = hall.Visit();
        await customer.SignInAsync("13300000001");
        Assert.Contains("/staff/sign-in", (await customer.GetAsync("/staff/people")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_room_opens_without_its_permission_whatever_the_role()
    {
        var rooms = hall.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.TrimStart('/').StartsWith("staff", StringComparison.Ordinal) == true).DistinctBy(e => e.RoutePattern.RawText).ToArray();
        Assert.True(rooms.Length >= 10);
        await hall.InScopeAsync(async s => { await s.GetRequiredService<MakeStartingRoles>().HandleAsync(default); return true; }); // a hall with any role begins with no others
        var everything = hall.Services.GetServices<Permission>().Select(p => p.Name).Distinct().ToArray();
        foreach (var permission in everything)
            await hall.InScopeAsync(s => s.GetRequiredService<SaveRoleHandler>().HandleAsync(new("only-" + permission.Replace('.', '-'), LocalText.Of(permission, permission), [permission]), Caller.System, default));
        var holders = new List<(string[] Permissions, Visitor At)> { ([], (await EnrolAsync("nothing")).At) };
        foreach (var permission in everything) holders.Add(([permission], (await EnrolAsync("only." + permission, "only-" + permission.Replace('.', '-'))).At));
        using var stranger = hall.Visit();
        var party = (await hall.InScopeAsync(s => s.GetRequiredService<FindCustomersHandler>().HandleAsync(new("13300000001"), Caller.System, default))).Value.Customers[0].PartyId;

        foreach (var room in rooms)
        {
            var path = "/" + room.RoutePattern.RawText!.TrimStart('/').Replace("{Party:guid}", party.ToString(), StringComparison.Ordinal).Replace("{Number}", "B1", StringComparison.Ordinal).Replace("{Code}", "plan-59", StringComparison.Ordinal);
            if (room.Metadata.GetMetadata<IAllowAnonymous>() is not null) continue;
            var needed = room.Metadata.GetMetadata<NeedsPermissionAttribute>();
            Assert.True(needed is not null, $"{path} has no policy");
            Assert.Contains("/staff/sign-in", (await stranger.GetAsync(path)).Location ?? "", StringComparison.Ordinal);
            if (room.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var only] && only == HttpMethods.Post) continue; // signing out
            foreach (var (permissions, at) in holders)
            {
                var page = await at.GetAsync(path);
                var posted = await at.PostAsync(path, ("_handler", "add"));
                if (needed.Permissions.Count == 0 || needed.Permissions.Intersect(permissions).Any())
                {
                    Assert.True(page.Status is HttpStatusCode.OK || path == "/staff/denied" || page.Location == $"/staff/customers/{party}", $"{path} is closed to {string.Join(',', permissions)}: {page.Status} {page.Location}");
                }
                else
                {
                    Assert.True(page.Location?.Contains("/staff/denied", StringComparison.Ordinal), $"{path} opens to {string.Join(',', permissions)}: {page.Status}");
                    Assert.True(posted.Status != HttpStatusCode.OK, $"{path} takes a form of {string.Join(',', permissions)}");
                }
            }
        }
        foreach (var (_, at) in holders) at.Dispose();
    }

    [Fact]
    public async Task An_administrator_adds_staff_gives_roles_and_switches_off_and_all_of_it_is_in_the_log()
    {
        var (at, _) = await EnrolAsync("the.boss", "administrator");
        using (at)
        {
            var page = await at.SendAsync((await at.GetAsync("/staff/people"))["add"], ("Name", "new.one"), ("DisplayName", "新同事"), ("Chosen", "agent"));
            var password = OneTime().Match(page.Html).Value;
            Assert.NotEmpty(password);
            Assert.DoesNotContain(password, (await at.GetAsync("/staff/people")).Html, StringComparison.Ordinal);
            var log = await at.GetAsync("/staff/audit?act=staff_added");
            Assert.True(log.Says("添加了员工"), log.Words);
            page = await at.SendAsync((await at.GetAsync("/staff/people"))["add"], ("Name", "new.one"), ("DisplayName", "又一个"));
            Assert.True(page.Says("已经有人用了"), page.Words);
            var english = hall.Visit("en");
            Assert.True((await english.GetAsync("/staff/sign-in")).Says("Staff sign-in"));
            english.Dispose();
        }
    }

    [GeneratedRegex("[a-z0-9]{4}(-[a-z0-9]{4}){3}")] private static partial Regex OneTime();
}
