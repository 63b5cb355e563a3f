using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Tests;

namespace Wangting.ChannelTests.Staff;

static partial class Enrolment
{
    /// <summary>A member of staff with these roles, enrolled and signed in, as a person would do it.</summary>
    public static Task<(Visitor At, byte[] Secret)> OfAsync(RunningHall hall, string name, string password, params string[] roles) => NamedAsync(hall, name, name, password, roles);

    /// <summary>The same, with a name to show.</summary>
    public static async Task<(Visitor At, byte[] Secret)> NamedAsync(RunningHall hall, string name, string shown, string password, params string[] roles)
    {
        await hall.InScopeAsync(async s => { await s.GetRequiredService<MakeStartingRoles>().HandleAsync(default); return true; });
        var added = (await hall.InScopeAsync(s => s.GetRequiredService<AddStaffHandler>().HandleAsync(new(name, shown, roles), Caller.System, default))).Value;
        var at = hall.Visit();
        var enrol = await at.FollowAsync(await at.SendAsync((await at.GetAsync("/staff/sign-in"))["staff-sign-in"], ("Name", name), ("Password", added.OneTimePassword)));
        var secret = CodeGenerator.Secret(Shown().Match(enrol.Html).Groups[1].Value);
        var done = await at.SendAsync(enrol["staff-enrol"], ("Password", password), ("Code", Code(secret, hall.Clock.GetUtcNow())));
        Assert.Equal(10, Recovery().Count(done.Html));
        return (at, secret);
    }

    public static string Code(byte[] secret, DateTimeOffset now) => CodeGenerator.Code(secret, now);

    [GeneratedRegex("<span class=\"num\">([A-Z2-7 ]{30,})</span>")] private static partial Regex Shown();
    [GeneratedRegex("<li class=\"num\">[a-z0-9]{5}-[a-z0-9]{5}</li>")] private static partial Regex Recovery();
}
