using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>The language one is spoken to in, and how one is reached.</summary>
internal sealed class SettingsJourney(Texts texts, ViewProfile profile, SetLanguageHandler language, KeepContactHandler contacts) : IJourneyWork
{
    const string Language = "language", Phone = "phone", Email = "email";

    public static Journey Form { get; } = new()
    {
        Name = "settings",
        Submits = nameof(KeepContact) + ", " + nameof(SetLanguage),
        Words = ["语言", "联系方式", "设置", "YY", "language", "contact", "contacts", "settings"],
        DialCode = "*104#",
        Fields =
        [
            new("what", FieldKind.Choice),
            new(Language, FieldKind.Choice) { After = ["what"], When = f => f["what"] == Language },
            new(Phone, FieldKind.Phone) { After = ["what"], When = f => f["what"] == Phone, Needs = Assurance.Proven, Within = KeepContactHandler.Fresh, AutoComplete = "tel" },
            new(Email, FieldKind.Text)
            {
                After = ["what"], When = f => f["what"] == Email, Needs = Assurance.Proven, Within = KeepContactHandler.Fresh, AutoComplete = "email", MostCharacters = 254,
                Check = static (value, _) => KeepContactHandler.LooksLikeEmail(value) ? null : Refusal.Invalid("contact.not_an_email", Email),
            },
        ],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        switch (part)
        {
            case "what": return new Facts { Options = [.. new[] { Language, Phone, Email }.Select(w => new Option(w, Text.Of("journey.settings.what." + w)))] };
            case Language: return new Facts { Options = [.. texts.Languages.Select(l => new Option(l, Text.Plain(texts.Say(l, "language.own_name")), Words: [l, texts.Say(l, "language.own_name")]))] };
        }
        if ((await profile.HandleAsync(caller, ct)).IsRefused(out var no, out var now)) return no;
        var kind = filled["what"] == Phone ? ContactKind.Phone : ContactKind.Email;
        var before = now.Contacts.FirstOrDefault(c => c.Kind == kind && c.Preferred)?.Masked;
        if (part is Phone or Email) return new Facts { Lines = before is null ? [] : [new(Text.Of("journey.settings.before"), Text.Plain(before))] };
        var after = filled["what"] switch
        {
            Language => Text.Plain(texts.Say(filled[Language]!, "language.own_name")),
            Phone => Text.Plain(new ServiceIdentifier(IdentifierKind.Mobile, filled[Phone]!).Shown),
            _ => Text.Plain(filled[Email]!),
        };
        var changed = new Line(Text.Of("journey.settings.what." + filled["what"]), after, Tone.Main);
        return part == Part.Answer
            ? new Facts { Title = Text.Of("journey.settings.done"), Lines = [changed] }
            : new Facts
            {
                Lines = before is null || filled["what"] == Language ? [changed] : [changed, new(Text.Of("journey.settings.before"), Text.Plain(before))],
                Notes = [Text.Of("journey.settings.free")],
                Act = Text.Of("journey.settings.act"),
            };
    }

    public async Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct)
    {
        var kept = filled["what"] switch
        {
            Language => await language.HandleAsync(new SetLanguage(filled[Language]), caller, ct),
            Phone => await contacts.HandleAsync(new KeepContact(ContactKind.Phone, filled[Phone]!), caller, ct),
            _ => await contacts.HandleAsync(new KeepContact(ContactKind.Email, filled[Email]!), caller, ct),
        };
        return kept.Match<Outcome<Submitted>>(_ => new Submitted(filled["what"]), why => why);
    }
}
