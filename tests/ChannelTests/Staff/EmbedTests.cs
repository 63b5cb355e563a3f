using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Staff;

public sealed class A_frame_in_another_desk(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Origin = OtherDesk.Origin, Customer = "C00000001";

    Task<HttpClient> ServerAsync(string scope = "embed") => OtherDesk.ServerAsync(hall, scope);

    static Task<HttpResponseMessage> AskAsync(HttpClient server, string part = "account", string customer = Customer) => OtherDesk.AskAsync(server, part, customer);

    static Task<string> TokenAsync(HttpClient server, string part = "account") => OtherDesk.TokenAsync(server, part, Customer);

    Task<(HttpResponseMessage Answer, string Html)> ShowAsync(string origin, string address, params (string Name, string Value)[] fields) => OtherDesk.PostAsync(hall, origin, address, fields);

    static (string, string)[] Form(string token, string viewer = OtherDesk.Viewer) => OtherDesk.Form(token, Customer, viewer);

    static string Framing(HttpResponseMessage answer) => Regex.Match(string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), "frame-ancestors ([^;]*)").Groups[1].Value.Trim();

    [Theory]
    [InlineData("account", "86.40")]
    [InlineData("bill", "167.95")]
    [InlineData("usage", "133 **** 0001")]
    public async Task Shows_the_halls_own_piece_at_the_registered_origin_without_a_cookie(string part, string says)
    {
        using var server = await ServerAsync();
        var (answer, html) = await ShowAsync(Origin, "/embed", Form(await TokenAsync(server, part)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(says, html, StringComparison.Ordinal);
        Assert.Equal(Origin, Framing(answer));
        Assert.False(answer.Headers.Contains("X-Frame-Options"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("?", string.Concat(Regex.Matches(html, "(?:href|action|src)=\"([^\"]*)\"").Select(m => m.Groups[1].Value).Where(a => a.StartsWith('/'))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_by_its_handle_to_the_bill_before_and_to_nothing_else()
    {
        using var server = await ServerAsync();
        var (_, html) = await ShowAsync(Origin, "/embed", Form(await TokenAsync(server, "bill")));
        var handle = Regex.Match(html, "name=\"handle\" value=\"([^\"]+)\"").Groups[1].Value;
        var before = Regex.Match(html, "name=\"at\" value=\"([^\"]+)\"").Groups[1].Value;
        var own = hall.Address.GetLeftPart(UriPartial.Authority);
        Assert.Contains("151.70", (await ShowAsync(own, "/embed", ("handle", handle), ("at", before))).Html, StringComparison.Ordinal);
        var (nothing, _) = await ShowAsync(own, "/embed", ("handle", handle), ("at", "B-of-somebody-else"));
        Assert.Equal(Origin, Framing(nothing));
        Assert.Equal(HttpStatusCode.Forbidden, (await ShowAsync(own, "/embed", ("handle", handle + "x"))).Answer.StatusCode);
    }

    [Fact]
    public async Task Is_refused_a_second_time_elsewhere_for_another_viewer_and_in_an_address()
    {
        using var server = await ServerAsync();
        var token = await TokenAsync(server);
        Assert.Equal(HttpStatusCode.OK, (await ShowAsync(Origin, "/embed", Form(token))).Answer.StatusCode);
        var (again, says) = await ShowAsync(Origin, "/embed", Form(token));
        Assert.Equal((HttpStatusCode.Forbidden, Origin), (again.StatusCode, Framing(again)));
        Assert.Contains("每个只能用一次", says, StringComparison.Ordinal);
        var (elsewhere, _) = await ShowAsync("https://evil.example", "/embed", Form(await TokenAsync(server)));
        Assert.Equal((HttpStatusCode.Forbidden, "'none'"), (elsewhere.StatusCode, Framing(elsewhere)));
        Assert.Equal(HttpStatusCode.Forbidden, (await ShowAsync(Origin, "/embed", Form(await TokenAsync(server), "agent-8"))).Answer.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ShowAsync(Origin, "/embed", Form("made.up"))).Answer.StatusCode);

        var leaked = await TokenAsync(server);
        using var browser = new HttpClient { BaseAddress = hall.Address };
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(new Uri("/embed?token=" + leaked, UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ShowAsync(Origin, "/embed", Form(leaked))).Answer.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ShowAsync(Origin, "/embed?x=1", Form(await TokenAsync(server)))).Answer.StatusCode);
        Assert.Equal("'none'", Framing(await browser.GetAsync(new Uri("/sign-in", UriKind.Relative))));
    }

    [Fact]
    public async Task Is_allowed_to_machines_with_the_scope_alone_and_badly_asked_for_says_why()
    {
        using var server = await ServerAsync();
        using var other = await ServerAsync("bill.read");
        using var nobody = new HttpClient { BaseAddress = hall.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(nobody)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(other)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(server, customer: "C99999999")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(server, "everything")).StatusCode);
        using var text = new StringContent("not json");
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync(new Uri("/embed/tokens", UriKind.Relative), text)).StatusCode);
        server.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.PostAsJsonAsync("/embed/tokens?access_token=x", new { })).StatusCode);
    }
}
