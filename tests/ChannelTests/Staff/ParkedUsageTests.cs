using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.ChannelTests.Web;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Staff;

public sealed class Parked_usage_at_the_desk(RunningHall hall) : IClassFixture<RunningHall>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Task TakeAsync(params IEnumerable<IncomingUsage> events) => hall.InScopeAsync(s => s.GetRequiredService<TakeUsageHandler>().HandleAsync(new([.. events]), Caller.System, Ct));

    IncomingUsage Call(string id, string number, string? to = null) =>
        new(new("switch", id)) { Number = number, Kind = UsageKind.Voice, StartedAt = hall.Clock.GetUtcNow().AddHours(-3), Quantity = 61, Unit = UsageUnit.Second, ToZone = to, Peer = "13900008888" };

    [Fact]
    public async Task Is_shown_with_its_reasons_and_tried_again()
    {
        var (at, _) = await Enrolment.OfAsync(hall, "usage.keeper", "a long enough password 1", "administrator");
        using var _ = at;
        Assert.True((await at.GetAsync("/staff/usage")).Says("没有待处理的记录"));

        await TakeAsync(Enumerable.Range(0, 60).Select(n => Call($"n{n:D2}", "+8613300009999")).Append(Call("z", "+8613300000001", "atlantis")));
        var page = await at.GetAsync("/staff/usage");
        Assert.True(page.Says("61 条使用记录待处理") && page.Says("60 条：没有这条线路") && page.Says("1 条：资费目录里没有这个计费区"), page.Words);
        Assert.True(page.Says("133 **** 9999") && !page.Html.Contains("3900008888", StringComparison.Ordinal));
        Assert.Contains("after=", page.Html, StringComparison.Ordinal);
        var zone = await at.GetAsync("/staff/usage?reason=usage.zone_unknown");
        Assert.True(zone.Says("switch · z") && !zone.Says("switch · n00"));

        var tried = await at.FollowAsync(await at.SendAsync(zone["reason-usage.zone_unknown"]));
        Assert.True(tried.Says("已收下 0 条，还有 1 条待处理"), tried.Words);
        await hall.InScopeAsync(s => s.GetRequiredService<PortalDbContext>().Database.ExecuteSqlAsync($"INSERT INTO catalogue_zones (code) VALUES ('atlantis')", Ct));
        tried = await at.FollowAsync(await at.SendAsync(tried["all"]));
        Assert.True(tried.Says("已收下 1 条，还有 60 条待处理"), tried.Words);
        var one = tried.Forms.First(f => f.Name?.StartsWith("one-", StringComparison.Ordinal) == true);
        tried = await at.FollowAsync(await at.SendAsync(one));
        Assert.True(tried.Says("已收下 0 条，还有 1 条待处理"), tried.Words);
        Assert.Equal("atlantis", await hall.InScopeAsync(s => s.GetRequiredService<PortalDbContext>().Database.SqlQuery<string>($"SELECT to_zone AS \"Value\" FROM billing_usage_records WHERE source_id = 'z'").SingleAsync(Ct)));
    }
}
