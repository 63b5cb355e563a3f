using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.ChannelTests.Staff;

public sealed class A_customer_at_the_desk(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Password = "一句只有我自己会说的长话", Zhang = "13300000001";

    async Task<Visitor> EnrolAsync(string name, params string[] roles) => (await Enrolment.OfAsync(hall, name, Password, roles)).At;

    Task<Guid> PartyAsync(string asked) => hall.InScopeAsync(async s => (await s.GetRequiredService<FindCustomersHandler>().HandleAsync(new(asked), Caller.System, default)).Value.Customers[0].PartyId);

    static async Task<Page> FindAsync(Visitor at, string asked) => await at.SendAsync((await at.GetAsync("/staff/customers"))["find"], ("Asked", asked));

    [Fact]
    public async Task Is_found_opened_for_a_reason_seen_masked_and_revealed_field_by_field()
    {
        await hall.InScopeAsync(async s =>
        {
            var party = await PartyAsync(Zhang);
            return (await s.GetRequiredService<AddDocumentHandler>().HandleAsync(new(party, "cn-resident-id", "11010519491231002X"), Caller.System, default)).Value;
        });
        using var at = await EnrolAsync("agent.one", "agent", "auditor");
        var found = await FindAsync(at, Zhang);
        Assert.DoesNotContain(Zhang, found.Location ?? "", StringComparison.Ordinal);
        var asks = await at.FollowAsync(found);
        Assert.True(asks.Says("张*三"), asks.Words);
        Assert.DoesNotContain("167.95", asks.Words, StringComparison.Ordinal);
        var refused = await at.SendAsync(asks["open"], ("Reason", ""));
        Assert.True(refused.Says("没有理由不能打开"), refused.Words);
        var glance = await at.FollowAsync(await at.SendAsync(refused["open"], ("Reason", "CustomerAsks"), ("Note", "工单 77")));
        foreach (var part in (string[])["133 **** 0001", "59 元畅用", "110***********002X", "2026 年 10 月", "江苏/南京"]) Assert.True(glance.Says(part), part + " is missing in " + glance.Words);
        Assert.DoesNotContain(Zhang, glance.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("张小三", glance.Html, StringComparison.Ordinal);

        Assert.True((await at.SendAsync(glance["reveal"], ("Field", "Name"), ("Why", "x"))).Says("请写明理由"));
        Assert.Contains("张小三", (await at.SendAsync(glance["reveal"], ("Field", "Name"), ("Why", "本人到店补卡，核对身份"))).Words, StringComparison.Ordinal);
        var log = await at.GetAsync("/staff/audit?who=agent.one");
        foreach (var part in (string[])["客服查找了客户", "客服打开客户被拒", "客服查看了一项完整资料", "本人到店补卡，核对身份", "客户来问 · 工单 77"]) Assert.True(log.Says(part), part + " is missing in " + log.Words);
        Assert.DoesNotContain(Zhang, log.Html, StringComparison.Ordinal);

        // The customer reads the reason in their own language, whatever the clerk's was.
        using var zhang = hall.Visit("en");
        await zhang.SignInAsync(Zhang);
        zhang.Cookies.Add(hall.Address, new Cookie("look", "en.light.normal"));
        var looked = await zhang.GetAsync("/me/security");
        Assert.True(looked.Says("The customer asks · 工单 77"), looked.Words);
    }

    [Fact]
    public async Task Shows_the_bill_and_usage_as_the_hall_does_and_nothing_before_it_is_opened()
    {
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Zhang);
        using var at = await EnrolAsync("agent.two", "agent");
        var path = "/staff/customers/" + await PartyAsync(Zhang);
        Assert.Equal(path, (await at.GetAsync(path + "/usage")).Location);
        var glance = await at.FollowAsync(await at.SendAsync((await at.GetAsync(path))["open"], ("Reason", "Complaint")));
        var bill = System.Text.RegularExpressions.Regex.Match(glance.Html, "bills/([^\"]+)\"").Groups[1].Value;
        var (mine, theirs) = (await zhang.GetAsync("/bills/" + bill), await at.GetAsync($"{path}/bills/{bill}"));
        Assert.Equal(Charges(mine), Charges(theirs)); // but for the ways on: only the owner says of a charge that it is not right
        Assert.True((await at.GetAsync(path + "/usage")).Says("133 **** 0001"));
        Assert.Equal(path, (await at.GetAsync(path.Replace(path[^12..], (await PartyAsync("19900000007")).ToString()[^12..], StringComparison.Ordinal) + "/bills/" + bill)).Location is { } elsewhere ? path : "");
        // Another browser of the same person has to say why again.
        using var other = await EnrolAsync("agent.three", "agent");
        Assert.Equal(path, (await other.GetAsync($"{path}/bills/{bill}")).Location);

        static string Charges(Page page) => System.Text.RegularExpressions.Regex.Match(page.Html, "<section class=\"card \" id=\"charges\".*?</section>|id=\"charges\".*?</section>", System.Text.RegularExpressions.RegexOptions.Singleline).Value
            is { Length: > 100 } charges ? System.Text.RegularExpressions.Regex.Replace(charges, "<a [^>]*aria-label[^>]*>.*?</a>|<a [^>]*>|</a>", "") : throw new InvalidOperationException("no charges: " + page.Words);
    }

    [Theory]
    [InlineData("", "至少输入 2 个字")]
    [InlineData("  一 ", "至少输入 2 个字")]
    [InlineData("13399999999", "没有找到")]
    [InlineData("张小", "没有找到")]
    public async Task Is_not_found_by_too_little_or_wrong_words(string asked, string says)
    {
        using var at = await EnrolAsync("agent.bad" + (says + asked).GetHashCode(StringComparison.Ordinal).ToString("x8", System.Globalization.CultureInfo.InvariantCulture), "agent");
        var page = await FindAsync(at, asked);
        Assert.True(page.Says(says), page.Words);
    }

    [Fact]
    public async Task Of_another_area_does_not_exist_for_staff_of_an_area()
    {
        await hall.InScopeAsync(async s => { await s.GetRequiredService<MakeStartingRoles>().HandleAsync(default); return true; });
        using var boss = await EnrolAsync("boss.of.areas", "administrator"); // somebody has to be left who manages staff
        using var at = await EnrolAsync("suzhou.one", "agent");
        await hall.InScopeAsync(async s =>
        {
            var id = (await s.GetRequiredService<ListStaff>().HandleAsync(Caller.System, default)).Value.Single(p => p.Name == "suzhou.one").Id;
            return (await s.GetRequiredService<SetStaffRolesHandler>().HandleAsync(new(id, ["agent"], "江苏/苏州"), Caller.System, default)).Value;
        });
        Assert.True((await FindAsync(at, Zhang)).Says("没有找到"));
        var guessed = await at.GetAsync("/staff/customers/" + await PartyAsync(Zhang));
        Assert.Equal(HttpStatusCode.NotFound, guessed.Status);
        Assert.DoesNotContain("张*三", guessed.Words, StringComparison.Ordinal);
        Assert.StartsWith("/staff/customers/", (await FindAsync(at, "19900000007")).Location, StringComparison.Ordinal);
        using var auditor = await EnrolAsync("auditor.one", "auditor");
        Assert.True((await auditor.GetAsync("/staff/audit?who=suzhou.one&act=customer_open_refused")).Says("客服打开客户被拒"));
    }

    [Fact]
    public async Task Log_leaves_the_house_with_permission_and_purpose_alone()
    {
        using var agent = await EnrolAsync("agent.four", "agent");
        using var auditor = await EnrolAsync("auditor.two", "auditor");
        Assert.Contains("/staff/denied", (await agent.GetAsync("/staff/audit")).Location, StringComparison.Ordinal);
        Assert.Contains("/staff/denied", (await agent.PostAsync("/staff/audit/export", ("purpose", "看看有什么"))).Location, StringComparison.Ordinal);
        var day = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(hall.Clock.GetUtcNow(), new OperatorOptions().TimeZone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var all = await auditor.GetAsync($"/staff/audit?from={day}&to={day}");
        Assert.True((await auditor.GetAsync("/staff/audit?act=staff_refused")).Says("员工打开了没有权限的页面"));
        Assert.Contains("no=audit.export_reason", (await auditor.SendAsync(all["/staff/audit/export"])).Location, StringComparison.Ordinal);
        var open = await auditor.GetAsync("/staff/audit");
        Assert.Contains("no=audit.export_days", (await auditor.SendAsync(open["/staff/audit/export"], ("purpose", "季度内控检查"))).Location, StringComparison.Ordinal);
        var taken = await auditor.SendAsync(all["/staff/audit/export"], ("purpose", "季度内控检查"));
        Assert.Equal("text/csv", taken.Answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("staff_refused", taken.Html, StringComparison.Ordinal);
        Assert.True((await auditor.GetAsync("/staff/audit?act=audit_exported")).Says("季度内控检查"));
        Assert.True((await auditor.GetAsync("/staff/audit?act=audit_export_refused")).Says("导出审计日志被拒"));
        Assert.True((await auditor.GetAsync("/staff/audit?who=nobody.here")).Says("没有叫“nobody.here”的员工"));
    }
}
