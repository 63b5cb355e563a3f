using System.CommandLine;
using System.Globalization;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary>What a command says, in the language asked for or the environment's (LANG).</summary>
internal static class Words
{
    public static Option<string?> Option { get; } = Make();

    public static string Language(ParseResult parsed) =>
        (parsed.GetValue(Option) ?? CultureInfo.CurrentUICulture.Name).StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en";

    public static void Say(IHost host, ParseResult parsed, string key, params (string Name, object? Value)[] values) =>
        Console.WriteLine(host.Services.GetRequiredService<Texts>().Say(Language(parsed), key, values));

    static Option<string?> Make()
    {
        var option = new Option<string?>("--language") { Description = "zh or en; by default the environment's." };
        option.AcceptOnlyFromAmong("zh", "zh-CN", "en");
        return option;
    }
}
