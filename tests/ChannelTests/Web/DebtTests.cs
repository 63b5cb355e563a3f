using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Staff;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.ChannelTests.Web;

public sealed class Bills_that_are_not_paid_or_not_right(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Password = "一句只有我自己会说的长话", Zhang = "13300000001", Account = "2500100001";

    [Fact]
    public async Task What_debt_has_stopped_stands_on_the_home_with_what_to_pay()
    {
        hall.Clock.Advance(TimeSpan.FromDays(20)); // past the day on which October's bill is due
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Zhang);
        Assert.False((await zhang.GetAsync("/")).Says("呼出和上网已停"));
        await hall.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<PortalDbContext>();
            var account = await AccountRows.Of(db).SingleAsync(a => a.Number == Account);
            await DebtRestrictions.PutAsync(db, account.Id, [RestrictionScope.Outgoing, RestrictionScope.Data], hall.Clock.GetUtcNow().UtcDateTime, default);
            return await db.SaveChangesAsync();
        });
        var home = await zhang.GetAsync("/");
        foreach (var part in (string[])["呼出和上网已停", "接听和紧急呼叫照常", "几秒内自动恢复"]) Assert.True(home.Says(part), part + " is missing in " + home.Words);
    }

    [Fact]
    public async Task A_charge_is_disputed_from_its_line_and_decided_by_two_of_the_staff()
    {
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Zhang);
        var number = Regex.Match((await zhang.GetAsync("/bills")).Html, "href=\"/bills/([^\"]+)\"").Groups[1].Value;
        var bill = await zhang.GetAsync("/bills/" + number);
        var link = WebUtility.HtmlDecode(Regex.Match(bill.Html, "<td>59[^<]*<a [^>]*href=\"(/j/dispute[^\"]+)\"").Groups[1].Value);
        var form = await zhang.GetAsync(link);
        Assert.True(form.Says("哪里不对"), form.Words);
        var summary = await zhang.FollowAsync(await zhang.SendAsync(form["journey"], ("act", "next"), ("f.reason", "NotOrdered"), ("f.evidence", "我没有订过这个 <b>套餐</b>")));
        Assert.True(summary.Says("不催缴、不收违约金"), summary.Words);
        var said = await zhang.FollowAsync(await zhang.SendAsync(summary["journey"], ("act", "confirm")));
        Assert.True(said.Says("异议已收到"), said.Words);
        Assert.True((await zhang.GetAsync("/bills/" + number)).Says("处理中"));
        Assert.DoesNotContain(link.Replace("&", "&amp;", StringComparison.Ordinal), (await zhang.GetAsync("/bills/" + number)).Html, StringComparison.Ordinal);

        using var first = (await Enrolment.OfAsync(hall, "first.one", Password, "supervisor")).At;
        var queue = await first.GetAsync("/staff/disputes");
        Assert.True(queue.Says("1 个费用异议等答复"), queue.Words);
        Assert.DoesNotContain("<b>套餐</b>", queue.Html, StringComparison.Ordinal);
        var wrong = await first.SendAsync(Decide(queue), ("Way", "accept"), ("Credit", "many"), ("Answer", "核对后没有订购记录"));
        Assert.True(wrong.Says("退的金额要大于零"), wrong.Words);
        Assert.Equal("核对后没有订购记录", Decide(wrong).Fields["Answer"]);
        var proposed = await first.FollowAsync(await first.SendAsync(Decide(wrong), ("Way", "accept"), ("Credit", "59.00"), ("Answer", "核对后没有订购记录")));
        Assert.True(proposed.Says("第二位") || proposed.Says("另一位同事复核"), proposed.Words);
        Assert.True((await zhang.GetAsync("/bills/" + number)).Says("处理中"));
        Assert.True((await first.GetAsync("/staff/adjustments")).Says("这是您提出的"));

        using var second = (await Enrolment.OfAsync(hall, "second.one", Password, "supervisor")).At;
        var waiting = await second.GetAsync("/staff/adjustments");
        Assert.True(waiting.Says("first.one"), waiting.Words);
        var done = await second.FollowAsync(await second.SendAsync(Decide(waiting), ("Way", "approve"), ("Answer", "")));
        Assert.True(done.Says("已入账并通知客户"), done.Words);
        Assert.True((await zhang.GetAsync("/bills/" + number)).Says("已退费"));
        var after = await zhang.GetAsync("/bills/" + number);
        foreach (var part in (string[])["补退", "异议成立，退 59.00 元。核对后没有订购记录"]) Assert.True(after.Says(part), part + " is missing in " + after.Words);

        static PageForm Decide(Page page) => page.Forms.Single(f => f.Name?.StartsWith("decide-", StringComparison.Ordinal) == true);
    }
}

public sealed class Money_given_back_by_the_staff(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Password = "一句只有我自己会说的长话", Zhang = "13300000001", Account = "2500100001";

    [Fact]
    public async Task A_clerk_gives_a_little_back_at_once_and_much_only_with_another()
    {
        using var at = (await Enrolment.OfAsync(hall, "clerk.one", Password, "agent")).At;
        var party = await hall.InScopeAsync(async s => (await s.GetRequiredService<FindCustomersHandler>().HandleAsync(new(Zhang), Caller.System, default)).Value.Customers[0].PartyId);
        var path = "/staff/customers/" + party;
        var closed = await at.GetAsync(path + "/adjust");
        Assert.True(closed.Location == path, closed.Status + closed.Words);
        var glance = await at.FollowAsync(await at.SendAsync((await at.GetAsync(path))["open"], ("Reason", "Complaint")));
        Assert.Contains(path + "/adjust", glance.Html, StringComparison.Ordinal);
        var form = await at.GetAsync(path + "/adjust");
        Assert.True((await at.SendAsync(form["adjust"], ("Account", Account), ("Way", "credit"), ("Amount", "-5"), ("Reason", "基站故障的补偿"))).Says("金额"));
        Assert.True((await at.SendAsync(form["adjust"], ("Account", "2500200002"), ("Way", "credit"), ("Amount", "5"), ("Reason", "基站故障的补偿"))).Says("没有这个账户"));
        var booked = await at.FollowAsync(await at.SendAsync(form["adjust"], ("Account", Account), ("Way", "credit"), ("Amount", "5"), ("Reason", "基站故障的补偿")));
        Assert.True(booked.Says("已入账"), booked.Words);
        var above = await at.FollowAsync(await at.SendAsync(booked["adjust"], ("Account", Account), ("Way", "credit"), ("Amount", "500"), ("Reason", "基站故障的补偿")));
        Assert.True(above.Says("已交另一位同事复核"), above.Words);
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Zhang);
        Assert.True((await zhang.GetAsync("/me/history")).Says("基站故障的补偿"));
    }
}
