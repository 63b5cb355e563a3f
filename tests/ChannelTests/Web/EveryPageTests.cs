using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Staff;
using Wangting.Identity;
using Wangting.Journeys;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ChannelTests.Web;

/// <summary>PostgreSQL with nothing changed but settings: signing in, reading everything, paying.</summary>
public sealed partial class Every_page_on_PostgreSQL
{
    const string Zhang = "13300000001", Chen = "18000000010";

    // Of other programs' sign-in, walked by their own tests, and of the hall's own mishaps.
    static readonly string[] NotWalked = ["/connect/consent", "/connect/sign-out", "/connect/problem", "/not-found", "/problem/{Status:int}", "/sign-in/prove", "/sign-in/code", "/payments/{Id:guid}", "/staff/enrol", "/staff/code"];

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Is_drawn_whole_in_its_language_for_whom_it_is_meant(string language)
    {
        await using var hall = await ListeningHall.OpenAsync(DatabaseKind.Postgres);
        using Visitor nobody = hall.Visit(language), zhang = hall.Visit(language), chen = hall.Visit(language);
        await zhang.SignInAsync(Zhang);
        await chen.SignInAsync(Chen);
        hall.Clock.Advance(TimeSpan.FromMinutes(10)); // what shows much asks for a fresh proof now
        var (bill, line) = (Link("/bills/([^\"/.]+)\"", await zhang.GetAsync("/bills")), Link("/usage/([^\"/?]+)/records", await zhang.GetAsync("/usage")));
        var tenure = Link("/me/security/password/([^\"]+)\"", await zhang.GetAsync("/me/security"));
        var asked = (await hall.InScopeAsync(s => s.GetRequiredService<OfferQrSignInHandler>().HandleAsync(new("Firefox"), Caller.Nobody(Channel.Web), TestContext.Current.CancellationToken))).Value.Id;
        var (staff, _) = await Enrolment.OfAsync(hall, "han.mei", "一句只有我自己会说的长话", "administrator", "agent", "auditor", "operator");

        var customer = "/staff/customers/" + (await hall.InScopeAsync(s => s.GetRequiredService<FindCustomersHandler>().HandleAsync(new(Zhang), Caller.System, TestContext.Current.CancellationToken))).Value.Customers[0].PartyId;
        Whole(hall, await staff.GetAsync(customer));
        await staff.SendAsync((await staff.GetAsync(customer))["open"], ("Reason", "Complaint"));

        List<(string Page, string Path, Visitor By)> walk =
        [
            ("/", "/", zhang), ("/", "/", chen), ("/bills", "/bills", zhang), ("/bills", "/bills", chen), ("/bills/{Number}", $"/bills/{bill}", zhang), ("/bills/{Number}/why", $"/bills/{bill}/why", zhang), ("/bills/next", "/bills/next", zhang), ("/bills/next", "/bills/next", chen),
            ("/plans", "/plans", zhang), ("/plans", "/plans", chen), ("/usage", "/usage", zhang), ("/usage/{Line:guid}/records", $"/usage/{line}/records", zhang),
            ("/organisation", "/organisation", chen), ("/tariffs", "/tariffs", nobody), ("/tariffs", "/tariffs", zhang), ("/help", "/help", nobody), ("/help", "/help", zhang), ("/offline", "/offline", nobody),
            ("/search", "/search", zhang), ("/search", "/search?q=" + bill, zhang), ("/search", "/search?q=%E8%AF%9D%E8%B4%B9", zhang), ("/search", "/search?q=133", zhang),
            ("/me", "/me", zhang), ("/me", "/me", chen), ("/auto-pay", "/auto-pay", zhang), ("/me/tiles", "/me/tiles", zhang), ("/me/history", "/me/history", zhang), ("/me/confirmed", "/me/confirmed", zhang), ("/me/numbers", "/me/numbers", zhang),
            ("/me/security", "/me/security", zhang), ("/me/security/passkey", "/me/security/passkey", zhang), ("/me/security/password/{Tenure:guid}", $"/me/security/password/{tenure}", zhang), ("/me/security/pin/{Tenure:guid}", $"/me/security/pin/{tenure}", zhang),
            ("/j", "/j", zhang), .. hall.Services.GetRequiredService<JourneyBook>().All.Where(j => !j.IsMenu).Select(j => ("/j/{Name}", "/j/" + j.Name, zhang)),
            ("/sign-in", "/sign-in", nobody), ("/sign-in/password", "/sign-in/password", nobody), ("/sign-in/passkey", "/sign-in/passkey", nobody), ("/sign-in/no-number", "/sign-in/no-number", nobody),
            ("/sign-in/qr", "/sign-in/qr", nobody), ("/sign-in/qr", "/sign-in/qr", nobody), ("/sign-in/qr/{Id:guid}", $"/sign-in/qr/{asked}", zhang), ("/demo/messages", "/demo/messages", nobody), ("/demo/look", "/demo/look", nobody),
            ("/staff/customers/{Party:guid}", customer, staff), ("/staff/customers/{Party:guid}/bills/{Number}", $"{customer}/bills/{bill}", staff), ("/staff/customers/{Party:guid}/usage", customer + "/usage", staff), ("/staff/customers/{Party:guid}/adjust", customer + "/adjust", staff),
            ("/staff/sign-in", "/staff/sign-in", nobody), .. from room in (string[])["", "/adjustments", "/audit", "/customers", "/disputes", "/journeys", "/messages", "/payments", "/vouchers", "/catalogue", "/usage", "/roles", "/people", "/denied"] select ("/staff" + room, "/staff" + room, staff), ("/staff/catalogue/{Code}", "/staff/catalogue/plan-59", staff),
        ];
        foreach (var (_, path, by) in walk)
        {
            var page = await by.GetAsync(path);
            if (page.Location?.Contains("/sign-in/prove", StringComparison.Ordinal) == true)
            {
                hall.Clock.Advance(TimeSpan.FromMinutes(2)); // between two codes
                page = await by.ProveAsync(page, Zhang);
            }
            Whole(hall, page, path == "/staff/denied" ? HttpStatusCode.Forbidden : HttpStatusCode.OK);
        }
        var pdf = await zhang.GetAsync($"/bills/{bill}.pdf");
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (pdf.Status, pdf.Answer.Content.Headers.ContentType?.MediaType));

        var pages = hall.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct();
        Assert.Empty(pages.Except(walk.Select(w => w.Page)).Except(NotWalked));
        staff.Dispose();
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Leads_on_to_a_bill_that_is_paid(string language)
    {
        await using var hall = await ListeningHall.OpenAsync(DatabaseKind.Postgres);
        using var zhang = hall.Visit(language);
        await zhang.SignInAsync(Zhang);
        var home = await zhang.GetAsync("/");
        var form = await zhang.GetAsync(WebUtility.HtmlDecode(Link("\"(/j/pay[^\"]*for=[^\"]+)\"", home)));
        Whole(hall, form);
        var summary = await zhang.FollowAsync(await zhang.SendAsync(form["journey"], ("act", "next"), ("f.method", "bank")));
        Whole(hall, summary);
        var bank = await zhang.FollowAsync(await zhang.SendAsync(summary["journey"], ("act", "confirm")));
        var paid = await zhang.SendAsync(Assert.Single(bank.Forms), ("decision", "approve"), ("method", "Bank"));
        var payment = await zhang.FollowAsync(await zhang.GetAsync(new Uri(paid.Location!).PathAndQuery));
        Whole(hall, payment);
        Assert.True(payment.Says(language == "en" ? "Paid" : "付好了"), payment.Words);
        var bill = await zhang.GetAsync("/bills/" + Link("/bills/([^\"/.]+)\"", payment));
        Whole(hall, bill);
        Assert.True(bill.Says(language == "en" ? ", paid" : "已付清"), bill.Words);
    }

    static void Whole(ListeningHall hall, Page page, HttpStatusCode expected = HttpStatusCode.OK)
    {
        Assert.True(page.Status == expected, $"{page.Path}: {page.Status} {page.Location} {string.Join('\n', hall.Faults)} {page.Words}");
        Assert.True(hall.Faults.IsEmpty, $"{page.Path}: {string.Join('\n', hall.Faults)}");
        Assert.True(!WithoutWords().IsMatch(page.Words), $"{page.Path} shows {WithoutWords().Match(page.Words)}");
    }

    static string Link(string pattern, Page page) => Regex.Match(page.Html, pattern) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException($"{page.Path} has no {pattern}: {page.Status} {page.Words}");

    [GeneratedRegex(@"\[[A-Za-z_]+(\.[A-Za-z_-]+)+\]")] private static partial Regex WithoutWords();
}
