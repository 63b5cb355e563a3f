using System.Net;
using Wangting.ChannelTests.Staff;
using Wangting.ChannelTests.Web;

namespace Wangting.ChannelTests.Journeys;

public sealed class A_voucher_on_the_web(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Zhang = "13300000001";

    [Fact]
    public async Task Is_redeemed_and_its_code_is_neither_kept_nor_in_an_address()
    {
        var code = await hall.SellVoucherAsync("web");
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Zhang);
        var form = await zhang.GetAsync("/j/voucher");
        Assert.Contains("inputmode=\"numeric\"", form.Html, StringComparison.Ordinal);
        Assert.True((await zhang.SendAsync(form["journey"], ("act", "next"), ("f.code", "12 34"))).Says("18 位数字"));
        var summary = await zhang.FollowAsync(await zhang.SendAsync(form["journey"], ("act", "next"), ("f.code", code)));
        Assert.True(summary.Says("密码尾号 " + code[^4..]), summary.Words);
        Assert.DoesNotContain(code, summary.Path, StringComparison.Ordinal);
        var done = await zhang.FollowAsync(await zhang.SendAsync(summary["journey"], ("act", "confirm")));
        Assert.True(done.Says("已充入 50.00 元"), done.Words);
        var kept = await zhang.GetAsync("/me/confirmed");
        Assert.True(kept.Says("确认充值"));
        Assert.DoesNotContain(code, kept.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_told_apart_from_nonsense_and_stopped_by_staff()
    {
        var code = await hall.SellVoucherAsync("stolen");
        var (staff, _) = await Enrolment.OfAsync(hall, "voucher.clerk", "一句只有我自己会说的长话", "administrator");
        using (staff)
        {
            var page = await staff.GetAsync("/staff/vouchers");
            Assert.True(page.Says("0 / 1 张"), page.Words);
            Assert.DoesNotContain(code, page.Html, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Found, (await staff.SendAsync(page["block-stolen"], ("Reason", "仓库失窃"))).Status);
            Assert.True((await staff.GetAsync("/staff/vouchers")).Says("仓库失窃"));
        }
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Zhang);
        Assert.True((await TryAsync("111111111111111111")).Says("没有这个密码"));
        Assert.True((await TryAsync(code)).Says("已停用"));

        async Task<Page> TryAsync(string typed)
        {
            var summary = await zhang.FollowAsync(await zhang.SendAsync((await zhang.GetAsync("/j/voucher"))["journey"], ("act", "next"), ("f.code", typed)));
            var answer = await zhang.SendAsync(summary["journey"], ("act", "confirm"));
            return answer.Status == HttpStatusCode.OK ? answer : await zhang.FollowAsync(answer);
        }
    }
}
