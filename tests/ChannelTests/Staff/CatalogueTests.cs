using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Catalogue;
using Wangting.ChannelTests.Web;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Staff;

/// <summary>What is sold, in words, and put on sale and off it by staff.</summary>
public sealed class The_catalogue_of_the_staff(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Next = """
        offers:
          - code: plan-39
            kind: plan
            name: { zh-CN: 39 元轻享, en: Light 39 }
            versions:
              - number: 2
                from: 2026-01-01
                recurring: [{ code: fee, name: { zh-CN: 月费, en: Monthly fee }, amount: 36.00, first: half }]
                rules: { excludes: [plan-59] }
        """;

    [Fact]
    public async Task Says_every_term_in_words_and_tells_what_an_act_will_do_before_it_is_done()
    {
        var (file, faults) = new ReadCatalogue(Currency.Yuan, new HashSet<string> { "plan-59" }).From("next.yaml", new StringReader(Next));
        Assert.Empty(faults);
        await hall.InScopeAsync(s => s.GetRequiredService<ImportCatalogueHandler>().HandleAsync(new(file), Caller.System, default));
        var (at, _) = await Enrolment.OfAsync(hall, "mei.catalogue", "一句只有我自己会说的长话", "administrator");
        using var _1 = at;

        var list = await at.GetAsync("/staff/catalogue");
        Assert.True(list.Says("39 元轻享") && list.Says("1 个版本待发布"), list.Words);
        var held = await at.GetAsync("/staff/catalogue/plan-59");
        foreach (var part in (string[])["59 元畅用", "每月 59.00", "25JS000159", "每次按 1 分钟进位", "至本省、国内", "位于本网", "¥0.15/分钟", "500 分钟", "份在用"]) Assert.True(held.Says(part), part + " is missing: " + held.Words);

        var page = await at.GetAsync("/staff/catalogue/plan-39");
        Assert.True(page.Says("首月过半按半月") && page.Says("互斥") && page.Says("59 元畅用"), page.Words);
        var ask = await at.GetAsync("/staff/catalogue/plan-39?ask=Publish&number=2");
        Assert.True(ask.Says("发布第 2 版？") && ask.Says("第 1 版届时停售") && ask.Says("目前无人在用"), ask.Words);
        Assert.Contains("done=Publish", (await at.SendAsync(ask["confirm"])).Location, StringComparison.Ordinal);
        using (var anyone = hall.Visit()) Assert.Contains("36.00", (await anyone.GetAsync("/tariffs")).Html, StringComparison.Ordinal);
        // Pressed a second time it does nothing, and says so.
        Assert.False((await at.GetAsync("/staff/catalogue/plan-39?ask=Publish&number=2")).Says("发布第 2 版？"));

        ask = await at.GetAsync("/staff/catalogue/plan-39?ask=RollBack&number=2");
        Assert.True(ask.Says("恢复销售第 1 版"), ask.Words);
        await at.SendAsync(ask["confirm"]);
        using (var anyone = hall.Visit()) Assert.DoesNotContain("36.00", (await anyone.GetAsync("/tariffs")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await at.GetAsync("/staff/catalogue/nothing")).Status);
        Assert.True((await at.GetAsync("/staff/audit?act=offer_published")).Says("发布商品版本"));
    }
}
