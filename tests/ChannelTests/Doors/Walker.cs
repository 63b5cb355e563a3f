using System.Net;
using System.Text;
using Wangting.ChannelTests.Web;

namespace Wangting.ChannelTests.Doors;

enum WalkerKind { Nobody, Person, Staff, Token }

/// <summary>Somebody who tries doors.</summary>
/// <param name="Says">For who reads a failure.</param>
/// <param name="Name">owner, other or delegate; null for who is no customer.</param>
/// <param name="Holds">Permissions of staff, scopes of a token.</param>
/// <param name="Elsewhere">Staff of an area that is not the owner's.</param>
sealed record Walker(HttpClient Http, WalkerKind Kind, string Says, string? Name, IReadOnlySet<string> Holds, bool Elsewhere = false) : IDisposable
{
    static readonly HashSet<string> None = [];

    public static Walker Nobody(RunningHall hall, string says, CookieContainer? cookies = null) => new(ClientOf(hall, cookies ?? new()), WalkerKind.Nobody, says, null, None);
    public static Walker Person(RunningHall hall, Visitor at, string name) => new(ClientOf(hall, at.Cookies), WalkerKind.Person, name, name, None);
    public static Walker Staff(RunningHall hall, Visitor at, string says, IEnumerable<string> permissions, bool elsewhere = false) =>
        new(ClientOf(hall, at.Cookies), WalkerKind.Staff, says, null, permissions.ToHashSet(StringComparer.Ordinal), elsewhere);

    public static Walker Token(RunningHall hall, string token, string says, string? name, params IEnumerable<string> scopes)
    {
        var http = ClientOf(hall, new());
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new(http, WalkerKind.Token, says, name, scopes.ToHashSet(StringComparer.Ordinal));
    }

    // What comes back says so itself: no cookie that an answer takes away is lost for the next door.
    static HttpClient ClientOf(RunningHall hall, CookieContainer cookies)
    {
        var http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = hall.Address };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        if (cookies.GetCookieHeader(new Uri(hall.Address, "/staff")) is { Length: > 0 } held) http.DefaultRequestHeaders.Add("Cookie", held);
        return http;
    }

    public async Task<Tried> TryAsync(string method, string path, string? json = null)
    {
        using var ask = new HttpRequestMessage(new(method), new Uri(path, UriKind.Relative));
        if (json is not null) ask.Content = new StringContent(json, Encoding.UTF8, "application/json");
        else if (method is "POST") ask.Content = new FormUrlEncodedContent([]);
        using var answer = await Http.SendAsync(ask, TestContext.Current.CancellationToken);
        return new((int)answer.StatusCode, answer.Headers.Location?.OriginalString, answer.Headers.WwwAuthenticate.ToString(), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => Http.Dispose();
}

sealed record Tried(int Status, string? Location, string Challenge, string Body)
{
    public Verdict Verdict => Status switch
    {
        401 => Verdict.Away,
        302 when Leads("/sign-in?") || Leads("/staff/sign-in?") => Verdict.Away,
        403 => Verdict.Refused,
        302 when Leads("/staff/denied") => Verdict.Refused,
        404 => Verdict.Absent,
        _ => Verdict.Open,
    };

    bool Leads(string to) => Location is { } at && (Uri.TryCreate(at, UriKind.Absolute, out var whole) && whole.Scheme.StartsWith("http", StringComparison.Ordinal) ? whole.PathAndQuery : at).StartsWith(to, StringComparison.Ordinal);
}
