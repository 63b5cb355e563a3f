using Wangting.ChannelTests.Web;

namespace Wangting.ChannelTests.Journeys;

public sealed class Somebody_without_a_number(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Li = "18900000066", Account = "2500100002", Mail = "liming@example.org";

    [Fact]
    public async Task Takes_what_is_left_back_the_way_it_was_paid()
    {
        using var li = hall.Visit();
        await li.SignInAsync(Li);
        Assert.True((await li.GetAsync("/j/refund")).Says("全部销号后才能退余额")); // said before anything is asked
        var kept = await li.FollowAsync(await li.SendAsync((await li.GetAsync("/me/security"))["email"], ("To", Mail)));
        await li.SendAsync(kept["code"], ("Code", await li.LastCodeAsync(Mail)));
        await hall.PayInAsync(Li, Account, 5000);
        await hall.EndLinesAsync(Account);
        Assert.Contains("/sign-in", (await li.GetAsync("/")).Location, StringComparison.Ordinal); // signing in by the number ended with it

        var asked = await li.FollowAsync(await li.SendAsync((await li.GetAsync("/sign-in/no-number"))["email"], ("To", Mail)));
        await li.SendAsync(asked["code"], ("Code", await li.LastCodeAsync(Mail)));
        var home = await li.GetAsync("/");
        Assert.Contains($"href=\"/j/refund?account={Account}\"", home.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/j/refund\"", (await li.GetAsync("/j")).Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/j/refund\"", (await li.GetAsync("/help")).Html, StringComparison.Ordinal);
        var summary = await li.GetAsync("/j/refund?account=" + Account);
        Assert.True(summary.Says("确认，退 50.00 元") && summary.Says("退到银行卡"), summary.Words);
        Assert.True(summary.Says("仍在账户里")); // the opening balance was brought along, not paid here
        var done = await li.FollowAsync(await li.SendAsync(summary["journey"], ("act", "confirm")));
        Assert.True(done.Says("50.00 元 正在退回"), done.Words);
        await hall.DeliverAsync();

        Assert.True((await li.GetAsync(done.Path)).Says("50.00 元 已退回"));
        Assert.True((await li.GetAsync("/me/confirmed")).Says("确认，退 50.00 元"));
        Assert.True((await li.GetAsync("/j/refund")).Says("不能原路退回"));
    }
}
