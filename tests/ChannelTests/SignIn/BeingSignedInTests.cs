using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.SignIn;

public sealed partial class BeingSignedInTests(RunningHall hall) : IClassFixture<RunningHall>
{
    [Fact]
    public async Task A_device_signed_out_elsewhere_is_out_at_its_next_request()
    {
        using var phone = hall.Visit();
        using var desk = hall.Visit();
        await phone.SignInAsync("15300008826");
        await desk.SignInAsync("15300008826");
        var security = await phone.GetAsync("/me/security");

        var ended = await phone.SendAsync(security["/end"], ("go", "1"));

        Assert.Equal(HttpStatusCode.Found, ended.Status);
        Assert.Equal(HttpStatusCode.Found, (await desk.GetAsync("/me/security")).Status);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/me/security")).Status);
    }

    [Fact]
    public async Task Somebody_elses_session_stays_whatever_is_posted()
    {
        using var mine = hall.Visit();
        using var theirs = hall.Visit();
        await mine.SignInAsync("18900000066");
        await theirs.SignInAsync("19900000007");
        var session = await hall.InScopeAsync(s => s.GetRequiredService<ListSessionsHandler>().HandleAsync(new(), CallerOf("+8619900000007"), default));
        var form = (await mine.GetAsync("/me/security"))["/sign-out"];

        var answer = await mine.SendAsync(form with { Attributes = $"action=\"/me/security/sessions/{session[0].Id}/end\"" }, ("go", "1"));

        Assert.Contains("no=session.not_found", answer.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/me/security")).Status);
    }

    [Fact]
    public async Task A_password_is_set_after_a_fresh_proof_and_then_opens_the_hall()
    {
        using var visitor = hall.Visit(); // somebody with one number: which of several comes first is nobody's promise
        await visitor.SignInAsync("18900000066");
        hall.Clock.Advance(TimeSpan.FromMinutes(10));
        var security = await visitor.GetAsync("/me/security");
        var link = PasswordLink().Match(security.Html).Value;

        var asked = await visitor.GetAsync(link);
        Assert.Contains("/sign-in/prove", asked.Location, StringComparison.Ordinal);
        var page = await visitor.ProveAsync(asked, "18900000066");
        page = await visitor.SendAsync(page["password"], ("Password", "12345678"));
        Assert.True(page.Says("太好猜了"), page.Words);
        page = await visitor.SendAsync(page["password"], ("Password", "三长两短的一句话"));
        Assert.EndsWith("/me/security#password", page.Location);

        using var other = hall.Visit();
        var door = await other.GetAsync("/sign-in/password");
        var wrong = await other.SendAsync(door["password"], ("Name", "18900000066"), ("Password", "三长两短的一句"));
        Assert.True(wrong.Says("号码或服务密码不对"), wrong.Words);
        Assert.Equal("18900000066", wrong["password"].Fields["Name"]);
        Assert.DoesNotContain("三长两短", wrong.Html, StringComparison.Ordinal);
        var entered = await other.SendAsync(wrong["password"], ("Name", "18900000066"), ("Password", "三长两短的一句话"));
        Assert.True(entered.Status == HttpStatusCode.Found, entered.Words);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/me/security")).Status);
    }

    [Fact]
    public async Task A_phone_lets_a_desk_in_by_its_code()
    {
        using var phone = hall.Visit();
        using var desk = hall.Visit();
        await phone.SignInAsync("13300000001");
        var waiting = await desk.GetAsync("/sign-in/qr");
        Assert.Contains("<svg", waiting.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/sign-in/qr")).Status);
        var id = await hall.InScopeAsync(s => Task.FromResult(Newest(s)));

        var question = await phone.GetAsync($"/sign-in/qr/{id}");
        Assert.True(question.Says("让另一台设备登录"), question.Words);
        var said = await phone.SendAsync(question["answer"], ("Said", "yes"));
        Assert.True(said.Says("已登录"), said.Words);

        Assert.Equal(HttpStatusCode.Found, (await desk.GetAsync("/sign-in/qr")).Status);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/me/security")).Status);
    }

    [Fact]
    public async Task A_number_is_bound_with_a_code_from_it_and_let_go_again()
    {
        using var son = hall.Visit();
        await son.SignInAsync("19900000007");
        var page = await son.GetAsync("/me/numbers");
        page = await son.FollowAsync(await son.SendAsync(page["bind"], ("To", "18900000066")));
        page = await son.FollowAsync(await son.SendAsync(page["code"], ("Code", await son.LastCodeAsync("18900000066"))));
        Assert.True(page.Says("189 0000 0066"), page.Words);

        page = await son.FollowAsync(await son.SendAsync(page["/unbind"], ("go", "1")));

        Assert.False(page.Says("189 0000 0066"), page.Words);
    }

    [Fact]
    public async Task An_account_is_delegated_with_consent_shown_to_both_and_taken_back()
    {
        using var zhang = hall.Visit();
        using var alice = hall.Visit("en");
        await zhang.SignInAsync("13300000001");
        await alice.SignInAsync("19900000007");
        var page = await zhang.GetAsync("/me/numbers");
        var until = hall.Clock.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        var without = await zhang.SendAsync(Give(page), ("Account", "2500100001"), ("Number", "19900000007"), ("Pay", "true"), ("Until", until));
        Assert.True(without.Says("请先勾选同意"), without.Words);
        Assert.Equal("19900000007", without["give"].Fields["Number"]);
        var given = await zhang.SendAsync(Give(page), ("Account", "2500100001"), ("Number", "19900000007"), ("Pay", "true"), ("Until", until), ("Agreed", "true"));
        page = await zhang.FollowAsync(given);
        Assert.True(page.Says("A** B** 可以代办"), page.Words);
        Assert.Contains("You may act for 张*三", (await alice.GetAsync("/me/numbers")).Words, StringComparison.Ordinal);

        page = await zhang.FollowAsync(await zhang.SendAsync(page["/withdraw"], ("go", "1")));
        Assert.False(page.Says("A** B** 可以代办"), page.Words);
        Assert.DoesNotContain("You may act for", (await alice.GetAsync("/me/numbers")).Words, StringComparison.Ordinal);

        static PageForm Give(Page page) => page["give"] with { Body = Unticked().Replace(page["give"].Body, "") };
    }

    [Fact]
    public async Task Every_page_forbids_frames_strange_scripts_and_caches()
    {
        using var visitor = hall.Visit();
        var page = await visitor.GetAsync("/sign-in");
        string Header(string name) => string.Join(' ', page.Answer.Headers.GetValues(name));
        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Contains("no-store", Header("Cache-Control"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotMatch(" (style|on[a-z]+)=\"", page.Html);
    }

    Caller CallerOf(string number)
    {
        using var scope = hall.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var connection = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.SqlQuery<Guid>(db.Database, $"SELECT subject_id AS Value FROM identity_numbers WHERE value = {number}").AsEnumerable().Single();
        return new Caller { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = connection };
    }

    static string Newest(IServiceProvider s) =>
        Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.SqlQuery<Guid>(s.GetRequiredService<PortalDbContext>().Database, $"SELECT id AS Value FROM identity_qr_sign_ins ORDER BY created_at DESC LIMIT 1").AsEnumerable().Single().ToString("N");

    [GeneratedRegex("/me/security/password/[0-9a-f-]{36}")] private static partial Regex PasswordLink();
    // A browser does not send boxes that are not ticked.
    [GeneratedRegex("<input type=\"checkbox\"[^>]*>")] private static partial Regex Unticked();
}
