using Wangting.ChannelTests.Web;

namespace Wangting.ChannelTests.Journeys;

public sealed class Automatic_payment_on_the_web(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Li = "18900000066";

    [Fact]
    public async Task Is_agreed_to_at_the_bank_and_stopped_by_one_tap()
    {
        using var li = hall.Visit();
        await li.SignInAsync(Li);
        var page = await li.GetAsync("/auto-pay");
        Assert.True(page.Says("未开通"), page.Words);
        var form = await li.GetAsync("/j/autopay");
        if (!form.Says("去开通")) form = await li.FollowAsync(await li.SendAsync(form["journey"], ("act", "next"), ("f.account", "2500100002")));
        var confirmed = await li.SendAsync(form["journey"], ("act", "confirm"));
        Assert.StartsWith(hall.Bank + "agree/", confirmed.Location, StringComparison.Ordinal);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var said = new FormUrlEncodedContent([new("decision", "agree"), new("method", "Wallet")]);
        using var agreed = await http.PostAsync(new Uri(confirmed.Location!), said, TestContext.Current.CancellationToken);

        var back = await li.GetAsync(agreed.Headers.Location!.PathAndQuery);
        Assert.Equal("/auto-pay", back.Location);
        var on = await li.FollowAsync(back);
        Assert.True(on.Says("已开通") && on.Says("手机钱包"), on.Words);
        var stop = on.Forms.Single(f => f.Name?.StartsWith("stop-", StringComparison.Ordinal) == true);
        Assert.False((await li.FollowAsync(await li.SendAsync(stop))).Says("已开通"));
    }
}
