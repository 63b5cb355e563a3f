using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Wangting.Channels.Terminal;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary><c>wangting dial '*100#' --as 13300000001</c>: plays the text channel of a running hall in this terminal.</summary>
internal static class Dial
{
    public static Command Command()
    {
        var code = new Argument<string>("code") { Description = "What to dial: *100# is the menu.", DefaultValueFactory = _ => "*100#" };
        var number = new Option<string>("--as") { Description = "The number to speak from.", Required = true };
        var key = new Option<string>("--key") { Description = "File with the hall's address and secret (Terminal:KeyFile).", DefaultValueFactory = _ => Path.Combine(DemoSettings.DefaultFolder, DemoSettings.TerminalKey) };
        var ussd = new Option<bool>("--ussd") { Description = "Pages as small as on a phone: 182 Latin or 80 Chinese characters." };
        var language = new Option<string?>("--language") { Description = "zh-CN or en; the person's own when left out." };
        var command = new Command("dial", "Play the text channel against a running hall, as a phone would.") { code, number, key, ussd, language };
        command.SetAction(async (parsed, ct) =>
        {
            var file = parsed.GetValue(key)!;
            if (!File.Exists(file))
            {
                Console.Error.WriteLine($"No running hall is known: {file} is not there. Start one with 'wangting demo', or set Terminal:KeyFile for 'serve' and name the file with --key.");
                return 2;
            }
            var hall = JsonSerializer.Deserialize<TerminalAddress>(await File.ReadAllTextAsync(file, ct), Json.Plain)!;
            using var http = new HttpClient { BaseAddress = new Uri(hall.Address) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", hall.Secret);
            var call = new TerminalCall(parsed.GetValue(number)!, parsed.GetValue(code)!, null, null, parsed.GetValue(ussd), parsed.GetValue(language));
            return await TalkAsync(http, call, ct);
        });
        return command;
    }

    static async Task<int> TalkAsync(HttpClient http, TerminalCall call, CancellationToken ct)
    {
        while (true)
        {
            using var response = await http.PostAsJsonAsync(TerminalDoor.Path, call, Json.Plain, ct);
            if (!response.IsSuccessStatusCode)
            {
                Console.Error.WriteLine(await WhyAsync(response, ct));
                return 1;
            }
            var answer = (await response.Content.ReadFromJsonAsync<TerminalAnswer>(Json.Plain, ct))!;
            Console.WriteLine(answer.Text);
            Console.Write(answer.Pages > 1 ? $"[{answer.Page + 1}/{answer.Pages}] > " : "> ");
            if (Console.ReadLine() is not { } typed) return 0; // hung up
            call = call with { Text = typed, Session = answer.Session, Version = answer.Version };
        }
    }

    static async Task<string> WhyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return $"The hall answered {(int)response.StatusCode}.";
        using var problem = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
        return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString()! : $"The hall answered {(int)response.StatusCode}.";
    }
}
