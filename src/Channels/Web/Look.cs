using System.Globalization;
using Microsoft.AspNetCore.Http;
using Wangting.Kernel;

namespace Wangting.Channels.Web;

public enum LookMode { Auto, Light, Dark }

public enum LookSize { Normal, Elder }

/// <summary>How this reader reads: language, light or dark, letter size, theme; and the words in that language. Made once
/// a request and handed down the page as a cascading value, so that a component shows and never asks.</summary>
public sealed record Look(Texts Texts, string Language, LookMode Mode, LookSize Size, string Theme, OperatorOptions Operator)
{
    public const string Cookie = "look";

    public CultureInfo Culture => Texts.Culture(Language);
    public bool IsChinese => Language.StartsWith("zh", StringComparison.Ordinal);
    public string ModeName => Mode switch { LookMode.Light => "light", LookMode.Dark => "dark", _ => "auto" };
    public string SizeName => Size == LookSize.Elder ? "elder" : "normal";
    /// <summary>Who runs this hall; the product's own name where the operator has not given one.</summary>
    public string Name => Operator.Name == new OperatorOptions().Name ? Say("web.name") : Operator.Name;
    public string Area => IsChinese || Operator.AreaEn.Length == 0 ? Operator.Area : Operator.AreaEn;

    /// <summary>The language the switch offers: the next one there is.</summary>
    public string OtherLanguage
    {
        get
        {
            var all = Texts.Languages.ToArray();
            return all[(Array.IndexOf(all, Language) + 1) % all.Length];
        }
    }

    public string Say(string key, params (string Name, object? Value)[] values) => Texts.Say(Language, key, values);
    public string Say(Text text) => Texts.Say(Language, text);
    public string Say(Refusal refusal) => Texts.Say(Language, refusal);
    public string Say(LocalText words) => words.In(Language);

    /// <summary>A date, amount or enum as it is read in this language; forms as in <see cref="Kernel.Texts"/>.</summary>
    public string Value(object? value, string form = "") => Texts.Value(Language, value, form);

    /// <summary>What the cookie says, else what the browser asks for, else the operator's own.</summary>
    internal static Look Of(HttpContext http, Texts texts, WebOptions web, OperatorOptions owner)
    {
        var parts = (http.Request.Cookies[Cookie] ?? "").Split('.');
        var language = parts.Length == 3 && texts.Languages.Contains(parts[0]) ? parts[0] : Asked(http, texts);
        var mode = parts.Length == 3 && Enum.TryParse<LookMode>(parts[1], true, out var m) && Enum.IsDefined(m) ? m : LookMode.Auto;
        var size = parts.Length == 3 && Enum.TryParse<LookSize>(parts[2], true, out var s) && Enum.IsDefined(s) ? s : LookSize.Normal;
        return new Look(texts, language, mode, size, web.Theme, owner);
    }

    static string Asked(HttpContext http, Texts texts)
    {
        foreach (var asked in http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(a => a.Quality ?? 1))
        {
            var tag = asked.Value.ToString();
            var found = texts.Languages.FirstOrDefault(l => string.Equals(l, tag, StringComparison.OrdinalIgnoreCase))
                ?? texts.Languages.FirstOrDefault(l => string.Equals(l.Split('-')[0], tag.Split('-')[0], StringComparison.OrdinalIgnoreCase));
            if (found is not null) return found;
        }
        return Texts.Fallback;
    }

    /// <summary>The cookie that keeps this look.</summary>
    internal string Kept => $"{Language}.{ModeName}.{SizeName}";
}

/// <summary>How the web hall shows itself. Section <c>Web</c>.</summary>
public sealed class WebOptions
{
    /// <summary>A theme of the design system: celadon, sky, plum, ochre, slate. A brand or province changes the first block
    /// of tokens only.</summary>
    [System.ComponentModel.DataAnnotations.RegularExpression("^(celadon|sky|plum|ochre|slate)$", ErrorMessage = "Web:Theme is one of celadon, sky, plum, ochre, slate.")]
    public string Theme { get; set; } = "celadon";
    /// <summary>Set by <c>demo</c> alone: pages that show the design system and the simulators exist.</summary>
    public bool Demo { get; set; }
    /// <summary>Themes for brands of customers, by the brand's code.</summary>
    public Dictionary<string, string> BrandThemes { get; } = new(StringComparer.OrdinalIgnoreCase);
}
