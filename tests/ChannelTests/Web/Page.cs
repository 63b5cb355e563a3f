using System.Net;
using System.Text.RegularExpressions;

namespace Wangting.ChannelTests.Web;

/// <summary>An answer of the hall as a person without script meets it: words and forms.</summary>
public sealed partial record Page(HttpStatusCode Status, string Html, string? Location, HttpResponseMessage Answer, string Path)
{
    /// <summary>Its words, without markup, entities read.</summary>
    public string Words => WebUtility.HtmlDecode(Tags().Replace(Scripts().Replace(Html, " "), " "));

    public bool Says(string words) => Squeezed(Words).Contains(Squeezed(words), StringComparison.Ordinal);

    public IReadOnlyList<PageForm> Forms => [.. Form().Matches(Html).Select(m => new PageForm(this, m.Groups[1].Value, m.Groups[2].Value))];

    /// <summary>The form with this name, or whose action ends so.</summary>
    public PageForm this[string form] => Forms.FirstOrDefault(f => f.Name == form || f.Action?.EndsWith(form, StringComparison.Ordinal) == true)
        ?? throw new InvalidOperationException($"{Path} has no form '{form}', only: {string.Join(", ", Forms.Select(f => f.Name ?? f.Action))}. {Status}: {Squeezed(Words)}");

    static string Squeezed(string text) => Blanks().Replace(text, "");

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>", RegexOptions.Singleline)] private static partial Regex Scripts();
    [GeneratedRegex("<[^>]+>")] private static partial Regex Tags();
    [GeneratedRegex("\\s+")] private static partial Regex Blanks();
    [GeneratedRegex("<form([^>]*)>(.*?)</form>", RegexOptions.Singleline)] private static partial Regex Form();
}

public sealed partial record PageForm(Page Page, string Attributes, string Body)
{
    public string? Action => Attribute(Attributes, "action");
    public string? Name => Fields.GetValueOrDefault("_handler");

    /// <summary>What the form would send as it stands, without its buttons.</summary>
    public Dictionary<string, string> Fields
    {
        get
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (Match input in Input().Matches(Body))
                if (Attribute(input.Value, "name") is { } name) fields[name] = Attribute(input.Value, "value") ?? "";
            return fields;
        }
    }

    static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"") is { Success: true } m ? WebUtility.HtmlDecode(m.Groups[1].Value) : null;

    [GeneratedRegex("<input[^>]*>")] private static partial Regex Input();
}
