using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Wangting.Channels.Terminal;
using Wangting.ChannelTests.Web;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Journeys;

/// <summary>A phone without a browser, speaking from one number, as <c>wangting dial</c> plays it.</summary>
public sealed class Terminal : IDisposable
{
    readonly HttpClient http;
    readonly string number;
    readonly bool ussd;
    readonly string? language;
    TerminalAnswer? last;

    public Terminal(RunningHall hall, string number, bool ussd = false, string? language = null, string? secret = null)
    {
        (this.number, this.ussd, this.language) = (number, ussd, language);
        http = new HttpClient { BaseAddress = hall.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret ?? hall.Terminal.Secret);
    }

    public string Text => last!.Text;
    public TerminalAnswer Last => last!;

    public async Task<string> DialAsync(string code)
    {
        last = null;
        return await SayAsync(code);
    }

    public async Task<string> SayAsync(params string[] lines)
    {
        foreach (var line in lines)
        {
            using var response = await SendAsync(line);
            Assert.True(response.IsSuccessStatusCode, $"{line}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            last = await response.Content.ReadFromJsonAsync<TerminalAnswer>(Json.Plain, TestContext.Current.CancellationToken);
        }
        return Text;
    }

    public Task<HttpResponseMessage> SendAsync(string line) =>
        http.PostAsJsonAsync(TerminalDoor.Path, new TerminalCall(number, line, last?.Session, last?.Version, ussd, language), Json.Plain, TestContext.Current.CancellationToken);

    /// <summary>The number that stands before the choice with these words.</summary>
    public string Numbered(string words) => Text.Split('\n').Select(l => l.Split(' ', 2)).First(l => l.Length == 2 && int.TryParse(l[0], out _) && l[1].Contains(words, StringComparison.Ordinal))[0];

    public void Dispose() => http.Dispose();
}
