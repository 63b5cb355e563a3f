using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Wangting.Customers;
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

    /// <summary>Why somebody looked, as the audit log keeps it: a reason of the desk's list stands there by its key, before what
    /// was written beside it.</summary>
    public string? Purpose(string? kept)
    {
        if (kept is null || !kept.StartsWith("enum.OpeningReason.", StringComparison.Ordinal)) return kept;
        var key = kept.IndexOf(" · ", StringComparison.Ordinal) is > 0 and var end ? kept[..end] : kept;
        return Texts.Has(Language, key) ? Say(key) + kept[key.Length..] : kept;
    }

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

    /// <summary>What somebody chose elsewhere, over what this browser asks for.</summary>
    internal Look As(KeptLook kept) => this with
    {
        Language = kept.Language is { } language && Texts.Languages.Contains(language) ? language : Language,
        Mode = Enum.TryParse<LookMode>(kept.Mode, true, out var mode) && Enum.IsDefined(mode) ? mode : LookMode.Auto,
        Size = kept.Elder ? LookSize.Elder : LookSize.Normal,
    };

    /// <summary>Keeps this look in the browser for a year.</summary>
    internal void Keep(HttpContext http) => http.Response.Cookies.Append(Cookie, $"{Language}.{ModeName}.{SizeName}", new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true,
    });
}

/// <summary>How the web hall shows itself. Section <c>Web</c>.</summary>
public sealed class WebOptions : IValidatableObject
{
    const string Themes = "celadon, sky, plum, ochre, slate";

    /// <summary>A theme of the design system: celadon, sky, plum, ochre, slate. A brand or province changes the first block
    /// of tokens only.</summary>
    public string Theme { get; set; } = "celadon";
    /// <summary>Set by <c>demo</c> alone: pages that show the design system and the simulators exist.</summary>
    public bool Demo { get; set; }
    /// <summary>Memory for pages that were drawn and may be sent again; 0: none is kept.</summary>
    [Range(0, 10_000)]
    public int DrawnMegabytes { get; set; } = 48;
    /// <summary>How brands of customers show themselves, by the brand's code.</summary>
    public Dictionary<string, BrandOptions> Brands { get; } = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from set in Brands.Select(b => (Key: $"Web:Brands:{b.Key}:Theme", b.Value.Theme)).Append((Key: "Web:Theme", Theme))
        where set.Theme is not null && !Themes.Split(", ").Contains(set.Theme)
        select new ValidationResult($"{set.Key} is one of {Themes}.", [set.Key]);
}

/// <summary>A brand of customers: its theme (else the hall's) and its name.</summary>
public sealed class BrandOptions
{
    public string? Theme { get; set; }
    public string Name { get; set; } = "";
    /// <summary>Empty: as in Chinese.</summary>
    public string NameEn { get; set; } = "";

    internal string Named(Look look) => look.IsChinese || NameEn.Length == 0 ? Name : NameEn;
}
