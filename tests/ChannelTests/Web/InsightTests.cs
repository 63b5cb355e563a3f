using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Catalogue;

namespace Wangting.ChannelTests.Web;

/// <summary>The next bill, why a bill changed, plans by one's own use: as a customer reads them.</summary>
public sealed partial class Looking_at_what_bills_will_be_were_and_could_have_been(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Zhang = "13300000001", Zhou = "18100000090";

    [Fact]
    public async Task Every_plan_on_sale_is_on_the_page_that_compares_them_and_no_other()
    {
        using var visitor = hall.Visit();
        await visitor.SignInAsync(Zhou);
        var page = await visitor.GetAsync("/plans");
        var listed = (await hall.InScopeAsync(s => s.GetRequiredService<ListTariffs>().HandleAsync(TestContext.Current.CancellationToken))).Where(t => t.Kind == OfferKind.Plan).Select(t => t.Code).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(listed);
        Assert.Equal(listed, Plan().Matches(page.Html).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).Order(StringComparer.Ordinal));
        Assert.Equal(1, page.Words.Split("现在的套餐：").Length - 1);
    }

    [Fact]
    public async Task Plans_are_not_compared_by_use_that_was_priced_elsewhere()
    {
        using var visitor = hall.Visit();
        await visitor.SignInAsync(Zhang);
        var page = await visitor.GetAsync("/plans");
        Assert.True(page.Says("这个号码的用量是别的系统计费的"), page.Words);
        Assert.DoesNotMatch(Plan(), page.Html);
    }

    [Fact]
    public async Task The_next_bill_is_said_to_be_so_far()
    {
        using var visitor = hall.Visit("en");
        await visitor.SignInAsync(Zhang);
        var page = await visitor.GetAsync("/bills/next");
        Assert.True(page.Says("So far, still open"), page.Words);
        Assert.True(page.Says("Already certain"), page.Words);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/bills/next?account=2500100010")).Status);
    }

    [Fact]
    public async Task A_bill_that_was_not_made_here_says_so_and_leads_back()
    {
        using var visitor = hall.Visit();
        await visitor.SignInAsync(Zhang);
        var bill = Bill().Match((await visitor.GetAsync("/bills")).Html).Groups[1].Value;
        var page = await visitor.GetAsync($"/bills/{bill}/why");
        Assert.True(page.Says("不是在这里算的"), page.Words);
        Assert.DoesNotContain($"/bills/{bill}/why", (await visitor.GetAsync("/bills/" + bill)).Html, StringComparison.Ordinal);
    }

    [GeneratedRegex("data-plan=\"([^\"]+)\"")]
    private static partial Regex Plan();

    [GeneratedRegex("/bills/([0-9][^\"/.?]+)\"")]
    private static partial Regex Bill();
}

public sealed partial class Reading_why_a_bill_changed(RunningHall hall) : IClassFixture<RunningHall>
{
    [Theory]
    [InlineData("zh-CN", "用得和上次不同", "一步步怎么变的")]
    [InlineData("en", "What you used", "step by step")]
    public async Task It_is_a_picture_that_adds_up_and_the_charges_behind_it(string language, string cause, string picture)
    {
        using var visitor = hall.Visit(language);
        await visitor.SignInAsync(BilledHere);
        var bill = Bill().Match((await visitor.GetAsync("/bills")).Html).Groups[1].Value;
        Assert.Contains($"/bills/{bill}/why", (await visitor.GetAsync("/bills/" + bill)).Html, StringComparison.Ordinal);
        var page = await visitor.GetAsync($"/bills/{bill}/why");
        Assert.True(page.Status == HttpStatusCode.OK && page.Says(cause) && page.Says(picture), page.Words);
        using var stranger = hall.Visit(language);
        await stranger.SignInAsync("13300000001");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/bills/{bill}/why")).Status);
    }

    /// <summary>The demo's customer whose months are billed by runs.</summary>
    const string BilledHere = "18100000090";

    [GeneratedRegex("/bills/([0-9][^\"/.?]+)\"")]
    private static partial Regex Bill();
}
