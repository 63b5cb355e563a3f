using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Journeys;

/// <summary>Journeys made for tests, of every shape: dependent and independent fields, guards, only options, proofs.</summary>
internal static class PaperJourneys
{
    public static readonly Journey Menu = new() { Name = "menu", IsMenu = true, Needs = Assurance.None, DialCode = "*100#", Fields = [new("journey", FieldKind.Choice)] };

    public static readonly Journey Pay = new()
    {
        Name = "pay",
        Words = ["充值", "CZ", "pay"],
        Submits = "StartPayment",
        Fields =
        [
            new("account", FieldKind.Choice) { TakesOnlyOption = true },
            new("for", FieldKind.Choice) { After = ["account"] },
            new("amount", FieldKind.Amount) { After = ["account", "for"], When = f => f["for"] == "other" },
            new("method", FieldKind.Choice) { TakesOnlyOption = true },
        ],
    };

    public static readonly Journey Look = new() { Name = "balance", Words = ["余额", "balance"], Fields = [new("line", FieldKind.Choice) { TakesOnlyOption = true }] };

    public static readonly Journey Settings = new()
    {
        Name = "settings",
        Submits = "ChangeContact",
        Fields =
        [
            new("what", FieldKind.Choice),
            new("phone", FieldKind.Phone) { After = ["what"], When = f => f["what"] == "phone", Needs = Assurance.Proven, Within = TimeSpan.FromMinutes(10) },
            new("note", FieldKind.Text) { After = ["what"], When = f => f["what"] == "note", MostCharacters = 40 },
            new("day", FieldKind.Date),
            new("count", FieldKind.Number) { Least = 1, Most = 9 },
            new("agree", FieldKind.Consent),
        ],
    };

    public static readonly JourneyBook Book = new([Menu, Pay, Look, Settings]);

    /// <summary>Facts that every guard finds its keys in.</summary>
    public static Facts FactsFor(FactsKey key) => (key.Journey, key.Part) switch
    {
        ("menu", "journey") => Options("pay", "balance", "settings"),
        ("pay", "account") => Options("a1"),
        ("pay", "for") => Options("due", "other"),
        ("pay", "amount") => new Facts { Least = new(100), Most = new(50_000) },
        ("pay", "method") => Options("wallet", "card"),
        ("balance", "line") => Options("l1", "l2"),
        ("settings", "what") => Options("phone", "note"),
        (_, Part.Summary) => new Facts { Lines = [new(Text.Plain("so " + string.Join(',', key.Filled.Values.Values)))], Charge = new(12_900), Act = Text.Plain("pay") },
        (_, Part.Answer) => new Facts { Lines = [new(Text.Plain("done"))], Onward = [new("pay", Text.Plain("pay now"), new Dictionary<string, string> { ["for"] = "due" })] },
        _ => Facts.None,
    };

    public static Facts Options(params string[] keys) => new() { Options = [.. keys.Select(k => new Option(k, Text.Plain(k)))] };

    public static PaperWalk Walk(Channel channel = Channel.Terminal) => new(Book, FactsFor, channel);
}
