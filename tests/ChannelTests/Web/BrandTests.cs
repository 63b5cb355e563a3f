using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.ChannelTests.Web;

public sealed partial class BrandTests(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Member = "18900000066", Ordinary = "13300000001";

    [Fact]
    public async Task A_member_meets_the_brands_theme_menu_and_name()
    {
        using var li = hall.Visit();
        await li.SignInAsync(Member);

        var home = await li.GetAsync("/");

        Assert.Contains("data-theme=\"plum\"", home.Html, StringComparison.Ordinal);
        Assert.True(home.Says("青春专区"), home.Words);
        Assert.Equal(["/", "/j/pay", "/usage", "/bills", "/j", "/help"], Menu(home));
        Assert.Equal(["/j/pay", "/usage", "/j/balance"], Tiles(home).Take(3));
        Assert.Equal(["/j/pay"], Here(await li.GetAsync("/j/pay")));
    }

    [Fact]
    public async Task Somebody_of_no_brand_does_not()
    {
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Ordinary);

        var home = await zhang.GetAsync("/");

        Assert.Contains("data-theme=\"celadon\"", home.Html, StringComparison.Ordinal);
        Assert.False(home.Says("青春专区"), home.Words);
        Assert.Equal(["/", "/j", "/bills", "/usage", "/help"], Menu(home));
        Assert.Equal(["/j/pay", "/usage", "/bills"], Tiles(home).Take(3));
    }

    [Fact]
    public async Task Home_shows_what_a_person_was_told_and_nobody_elses()
    {
        using var li = hall.Visit();
        using var zhang = hall.Visit();
        await li.SignInAsync(Member);
        await zhang.SignInAsync(Ordinary);
        await TellAsync(Member, NoticeClass.Billing, "2500100002");
        await TellAsync(Ordinary, NoticeClass.Security, "2500100001");

        Assert.True((await li.GetAsync("/")).Says("账户 2500100002 缴费"));
        Assert.False((await zhang.GetAsync("/")).Says("缴费 ¥1.00 已到账"));
    }

    async Task TellAsync(string number, NoticeClass kind, string account)
    {
        await hall.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<PortalDbContext>();
            var called = "+86" + number;
            var person = await db.Database.SqlQuery<Guid>($"SELECT subject_id AS Value FROM identity_numbers WHERE value = {called}").SingleAsync(TestContext.Current.CancellationToken);
            var values = new Dictionary<string, object?>(StringComparer.Ordinal) { ["account"] = account, ["amount"] = new Money(1_00) };
            await s.GetRequiredService<SendNoticeHandler>().QueueAsync(new(new Recipient(Medium.InApp, "", "zh-CN", person), kind, "notice.payment_settled", values), TestContext.Current.CancellationToken);
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        await hall.DeliverAsync();
    }

    static IEnumerable<string> Menu(Page page) => Links().Matches(Across().Match(page.Html).Value).Select(m => m.Groups[1].Value);
    static IEnumerable<string> Here(Page page) => Marked().Matches(Across().Match(page.Html).Value).Select(m => m.Groups[1].Value);
    static IEnumerable<string> Tiles(Page page) => Tiled().Matches(page.Html).Select(m => m.Groups[1].Value);

    [GeneratedRegex("<nav class=\"nav\".*?</nav>", RegexOptions.Singleline)] private static partial Regex Across();
    [GeneratedRegex("href=\"([^\"]*)\"")] private static partial Regex Links();
    [GeneratedRegex("href=\"([^\"]*)\" aria-current")] private static partial Regex Marked();
    [GeneratedRegex("class=\"tile\" href=\"([^\"]*)\"")] private static partial Regex Tiled();
}
