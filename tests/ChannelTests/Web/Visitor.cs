using System.Net;
using System.Text.RegularExpressions;

namespace Wangting.ChannelTests.Web;

/// <summary>Somebody with a browser that keeps cookies, runs no script and follows nothing by itself.</summary>
public sealed partial class Visitor : IDisposable
{
    readonly RunningHall hall;
    readonly HttpClient http;

    public Visitor(RunningHall hall, string language)
    {
        this.hall = hall;
        http = new HttpClient(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = hall.Address };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36");
    }

    public CookieContainer Cookies { get; } = new();

    public async Task<Page> GetAsync(string path) => await ReadAsync(await http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), TestContext.Current.CancellationToken), path);

    /// <summary>Sends a form of a page as a browser would, with what it holds already.</summary>
    public async Task<Page> SendAsync(PageForm form, params (string Name, string Value)[] typed)
    {
        var fields = form.Fields;
        foreach (var (name, value) in typed) fields[name] = value;
        var action = form.Action ?? form.Page.Path;
        return await PostAsync(action, [.. fields.Select(f => (f.Key, f.Value))]);
    }

    public async Task<Page> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await ReadAsync(await http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content, TestContext.Current.CancellationToken), path);
    }

    /// <summary>Goes where the page sends one.</summary>
    public async Task<Page> FollowAsync(Page page) => await GetAsync(page.Location ?? throw new InvalidOperationException($"{page.Path} leads nowhere: {page.Status} {page.Words}"));

    /// <summary>Signs in with a code to this number, as most people do.</summary>
    public async Task<Page> SignInAsync(string number, string back = "/")
    {
        var code = await AskForCodeAsync(number, back);
        var entered = await SendAsync(code["code"], ("Code", await LastCodeAsync(number)));
        Assert.True(entered.Status == HttpStatusCode.Found, $"Signing in failed: {entered.Status} {entered.Words}");
        return entered;
    }

    /// <summary>Asks for a code and comes to the page that takes it.</summary>
    public async Task<Page> AskForCodeAsync(string number, string back = "/")
    {
        var first = await GetAsync(back == "/" ? "/sign-in" : "/sign-in?return=" + Uri.EscapeDataString(back));
        return await FollowAsync(await SendAsync(first["number"], ("To", number)));
    }

    /// <summary>The code in the newest message to a number or address.</summary>
    public async Task<string> LastCodeAsync(string to)
    {
        var messages = await hall.MessagesAsync(to.Contains('@', StringComparison.Ordinal) || to.StartsWith('+') ? to : "+86" + to);
        return messages.Select(m => Six().Match(m.Body)).First(m => m.Success).Value;
    }

    /// <summary>Shows again who one is, where a page has asked for it, and comes back to that page.</summary>
    public async Task<Page> ProveAsync(Page asked, string number)
    {
        var choice = asked.Location is null ? asked : await FollowAsync(asked);
        var code = await FollowAsync(await SendAsync(choice["code"]));
        return await FollowAsync(await SendAsync(code["code"], ("Code", await LastCodeAsync(number))));
    }

    static async Task<Page> ReadAsync(HttpResponseMessage answer, string path) =>
        new(answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.Location?.OriginalString, answer, path);

    public void Dispose() => http.Dispose();

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])")] private static partial Regex Six();
}
