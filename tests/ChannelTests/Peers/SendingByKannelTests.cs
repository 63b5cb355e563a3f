using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Notices;

namespace Wangting.ChannelTests.Peers;

/// <summary>A real Kannel between the hall and a message centre.</summary>
public sealed partial class Sending_by_Kannel : IAsyncLifetime
{
    const string Number = "13300000001";
    readonly List<IAsyncDisposable> open = [];
    Kannel kannel = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => open.Add(kannel = await Kannel.StartAsync());

    [Fact]
    public async Task A_code_asked_for_on_the_web_comes_to_the_phone_and_opens_the_hall()
    {
        var hall = await OpenAsync();
        using var zhang = hall.Visit();
        var page = await zhang.AskForCodeAsync(Number);
        await hall.DeliverAsync();

        var sms = await kannel.Centre.NextAsync();

        Assert.Equal(("10000", "8613300000001", (byte)8), (sms.From, sms.To, sms.Coding));
        Assert.Matches("^【网厅】登录验证码 [0-9]{6}，5 分钟内有效。谁要都别给。$", sms.Words);
        Assert.Equal(HttpStatusCode.Found, (await zhang.SendAsync(page["code"], ("Code", Six().Match(sms.Words).Value))).Status);
    }

    [Fact]
    public async Task Long_words_come_in_parts_that_make_them_again()
    {
        var hall = await OpenAsync();
        var words = string.Concat(Enumerable.Range(1, 40).Select(i => $"第{i}条：套餐😀含流量。"));
        Assert.Equal(Handover.Accepted, await hall.InScopeAsync(s => s.GetRequiredService<ISmsGateway>().SendAsync(Guid.CreateVersion7(), "+86" + Number, words, Ct)));

        var parts = new List<AirMessage> { await kannel.Centre.NextAsync() };
        while (parts.Count < parts[0].Header[^2]) parts.Add(await kannel.Centre.NextAsync());

        Assert.True(parts.Count > 4);
        Assert.All(parts, p => Assert.True(p.Header.Length + p.Body.Length <= 140));
        Assert.Equal(words, System.Text.Encoding.BigEndianUnicode.GetString([.. parts.OrderBy(p => p.Header[^1]).SelectMany(p => p.Body)]));
    }

    [Fact]
    public async Task A_wrong_password_loses_nothing_and_says_which_setting_is_wrong()
    {
        var hall = await OpenAsync("not the password");
        using var zhang = hall.Visit();
        await zhang.AskForCodeAsync(Number);
        await hall.DeliverAsync();

        Assert.Equal("Queued", (await hall.LastAsync()).State);
        Assert.Contains("Notices:Kannel:User and Password", await hall.TroubleAsync(), StringComparison.Ordinal);
        Assert.True(kannel.Centre.IsEmpty);
    }

    [Fact]
    public async Task While_the_gateway_is_away_messages_wait_and_then_go_once()
    {
        var hall = await OpenAsync();
        await kannel.StopSmsboxAsync();
        using var zhang = hall.Visit();
        await zhang.AskForCodeAsync(Number);
        await hall.DeliverAsync();
        Assert.Equal("Queued", (await hall.LastAsync()).State);

        await kannel.StartSmsboxAsync();
        hall.Clock.Advance(TimeSpan.FromSeconds(10));
        await hall.DeliverAsync();
        hall.Clock.Advance(TimeSpan.FromMinutes(4));
        await hall.DeliverAsync();

        Assert.Contains("登录验证码", (await kannel.Centre.NextAsync()).Words, StringComparison.Ordinal);
        Assert.Equal("Sent", (await hall.LastAsync()).State);
        await AskAndDeliverAsync(hall); // whatever came twice would come before this
        Assert.Contains("登录验证码", (await kannel.Centre.NextAsync()).Words, StringComparison.Ordinal);
        Assert.True(kannel.Centre.IsEmpty);
    }

    [Theory]
    [InlineData("DELIVRD", "Arrived")]
    [InlineData("UNDELIV", "Lost")]
    public async Task What_became_of_it_is_known_when_the_centre_says_so(string state, string arrival)
    {
        var hall = await OpenAsync();
        await AskAndDeliverAsync(hall);
        var sms = await kannel.Centre.NextAsync();
        Assert.Equal("Unknown", (await hall.LastAsync()).Arrival);

        await kannel.Centre.ReportAsync(sms, state);
        await hall.ReportHeard;

        var last = await hall.LastAsync();
        Assert.Equal(("Sent", arrival), (last.State, last.Arrival));
    }

    [Fact]
    public async Task A_report_that_is_made_up_or_comes_from_elsewhere_finds_no_door()
    {
        var hall = await OpenAsync();
        await AskAndDeliverAsync(hall);
        var id = (await hall.LastAsync()).Id;
        var known = hall.Services.GetRequiredService<ArrivalAddresses>().For(id)!.AbsoluteUri + "?type=1";

        Assert.Equal(HttpStatusCode.NotFound, await HallWithKannel.ReportAsync(known.Replace(id.ToString(), Guid.CreateVersion7().ToString(), StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.NotFound, await HallWithKannel.ReportAsync($"{hall.Address}notices/{id}/arrival/{new string('0', 64)}?type=1"));
        Assert.Equal(HttpStatusCode.NotFound, await HallWithKannel.ReportAsync(known, from: "203.0.113.9"));
        Assert.Equal("Unknown", (await hall.LastAsync()).Arrival);

        Assert.Equal(HttpStatusCode.NoContent, await HallWithKannel.ReportAsync(known));
        Assert.Equal("Arrived", (await hall.LastAsync()).Arrival);
    }

    async Task<HallWithKannel> OpenAsync(string password = Kannel.Password)
    {
        var hall = new HallWithKannel(kannel, password);
        open.Insert(0, hall);
        await hall.InitializeAsync();
        return hall;
    }

    static async Task AskAndDeliverAsync(HallWithKannel hall)
    {
        using var visitor = hall.Visit();
        await visitor.AskForCodeAsync(Number);
        await hall.DeliverAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in open) await one.DisposeAsync();
    }

    [GeneratedRegex("[0-9]{6}")] private static partial Regex Six();
}
