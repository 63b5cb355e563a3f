using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Wangting.ChannelTests.Web;
using Wangting.ClusterTests.Operating;
using Wangting.ClusterTests.Payments;

namespace Wangting.ClusterTests.Demo;

/// <summary>What the demo prints holds: tried as it stands there.</summary>
public sealed partial class The_demo(RunningDemo demo) : IClassFixture<RunningDemo>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opens_with_a_page_and_signs_in_everybody_it_names()
    {
        using var nobody = demo.Visit();
        var first = await nobody.VisitAsync("/");
        if (first.Location is { } further) first = await nobody.VisitAsync(further);
        Assert.True(first.Status == HttpStatusCode.OK && first.Says("网厅"), first.Words);
        var numbers = Number().Matches(demo.Printed).Select(m => m.Value).ToArray();
        Assert.Equal(6, numbers.Length);
        foreach (var number in numbers)
        {
            using var browser = demo.Visit();
            var asked = await browser.SendAsync((await browser.VisitAsync("/sign-in"))["number"], ("To", number));
            var entered = await browser.SendAsync((await browser.VisitAsync(asked.Location!))["code"], ("Code", await CodeAsync(browser, number)));
            Assert.True(entered.Status == HttpStatusCode.Found, entered.Words);
            Assert.Equal(HttpStatusCode.OK, (await browser.VisitAsync("/me")).Status);
        }
    }

    [Fact]
    public async Task Lets_the_clerk_and_the_administrator_in()
    {
        var clerk = Clerk().Match(demo.Printed);
        using var desk = demo.Visit();
        var half = await desk.SendAsync((await desk.VisitAsync("/staff/sign-in"))["staff-sign-in"], ("Name", clerk.Groups[1].Value), ("Password", clerk.Groups[2].Value));
        var whole = await desk.SendAsync((await desk.VisitAsync(half.Location!))["staff-code"], ("Code", clerk.Groups[3].Value));
        Assert.True(whole.Status == HttpStatusCode.Found, whole.Words);
        Assert.Equal(HttpStatusCode.OK, (await desk.VisitAsync("/staff")).Status);

        var administrator = Administrator().Match(demo.Printed);
        using var office = demo.Visit();
        var enrol = await office.SendAsync((await office.VisitAsync("/staff/sign-in"))["staff-sign-in"], ("Name", administrator.Groups[1].Value), ("Password", administrator.Groups[2].Value));
        Assert.NotNull((await office.VisitAsync(enrol.Location!))["staff-enrol"]);
    }

    [Fact]
    public async Task Prints_commands_that_answer()
    {
        var (code, said) = await OwnProcess.RunAsync("sh", ["-ec", demo.Commands]);
        Assert.True(code == 0, said);
        var accounts = JsonNode.Parse(said[said.IndexOf('[', StringComparison.Ordinal)..(said.LastIndexOf(']') + 1)])!.AsArray();
        Assert.Equal(3, accounts.Count);
        Assert.All(accounts, account => Assert.NotNull(account!["accountBalance"]));
    }

    // Sent by the hall's own worker, a moment later.
    static async Task<string> CodeAsync(HttpClient browser, string number)
    {
        for (var i = 0; i < 200; i++, await Task.Delay(50, Ct))
            if (Code().Match((await browser.VisitAsync($"/demo/messages?to=%2B86{number}")).Words) is { Success: true } code) return code.Value;
        throw new InvalidOperationException($"No code came to {number}.");
    }

    [GeneratedRegex("(?<!\\d)1\\d{10}(?!\\d)")] private static partial Regex Number();
    [GeneratedRegex("(?<!\\d)\\d{6}(?!\\d)")] private static partial Regex Code();
    [GeneratedRegex("clerk (\\S+) \\(password (\\S+)\\).*?each once: (\\S+),")] private static partial Regex Clerk();
    [GeneratedRegex("at \\S+/staff as (\\S+) with the one-time password (\\S+)")] private static partial Regex Administrator();
}
