using Wangting.Kernel;

namespace Wangting.Billing.Rating;

/// <summary>Two bills and why they differ, as it is told.</summary>
/// <param name="Before">The first day of the earlier bill's period.</param>
/// <param name="Was">What the earlier one comes to.</param>
public sealed record ToldDifference(DateOnly Before, DateOnly After, Money Was, Money Is, IReadOnlyList<CausedDifference> Causes)
{
    public Money Change => Is - Was;

    /// <summary>Causes that made a difference, the largest first.</summary>
    public IReadOnlyList<CausedDifference> ByWeight { get; } = [.. Causes.Where(c => c.Amount != 0).OrderByDescending(c => Math.Abs((decimal)c.Amount)).ThenBy(c => c.Cause)];
}

/// <summary>Causes in words: a sentence for a page, one short message, and what a voice says.</summary>
public static class ExplainedWords
{
    /// <summary>What one short message holds where letters beyond Latin are in it.</summary>
    public const int SmsLength = 70;

    /// <summary>The finding: more, less or as much as the bill before.</summary>
    public static string Finding(Texts texts, string language, ToldDifference of) =>
        texts.Say(language, "explain.finding." + Way(of.Change.Minor), ("month", of.After), ("before", of.Before), ("amount", Size(of.Change.Minor)));

    /// <summary>One cause in one sentence, with the charges that weigh most in it.</summary>
    public static string Page(Texts texts, string language, CausedDifference cause)
    {
        var most = cause.Charges.GroupBy(c => c.Name.In(language)).Select(g => (Name: g.Key, Change: g.Sum(c => c.After - c.Before))).Where(c => c.Change != 0)
            .OrderByDescending(c => Math.Abs((decimal)c.Change)).ThenBy(c => c.Name, StringComparer.Ordinal).Take(2)
            .Select(c => texts.Say(language, "explain.charge", ("name", c.Name), ("change", new Money(c.Change)))).ToArray();
        return texts.Say(language, $"explain.{cause.Cause}.{Way(cause.Amount)}", ("amount", Size(cause.Amount)),
            ("most", most.Length == 0 ? "" : texts.Say(language, "explain.most", ("charges", string.Join(texts.Say(language, "web.list"), most)))));
    }

    /// <summary>One message, never longer than <see cref="SmsLength"/>: as many causes as it holds, the largest first, and a word
    /// that there are more where there are.</summary>
    public static string Sms(Texts texts, string language, ToldDifference of)
    {
        var (month, before) = (("month", (object?)of.After), ("before", (object?)of.Before));
        if (of.Change.IsZero) return texts.Say(language, "explain.sms.same", month, before);
        for (var count = of.ByWeight.Count; count > 0; count--)
        {
            var causes = of.ByWeight.Take(count).Select(c => texts.Say(language, "explain.sms.cause", ("cause", texts.Say(language, "explain.short." + c.Cause)), ("change", new Money(c.Amount))));
            var said = texts.Say(language, "explain.sms." + Way(of.Change.Minor), month, before, ("total", of.Is), ("amount", Size(of.Change.Minor)),
                ("causes", string.Join(texts.Say(language, "explain.sms.list"), causes)), ("rest", count < of.ByWeight.Count ? texts.Say(language, "explain.sms.rest") : ""));
            if (said.Length <= SmsLength) return said;
        }
        return texts.Say(language, "explain.sms.brief." + Way(of.Change.Minor), month, before, ("amount", Size(of.Change.Minor)));
    }

    /// <summary>For a voice: the sum, the difference and its two largest causes, every number in words.</summary>
    public static string Voice(Texts texts, string language, ToldDifference of)
    {
        var said = texts.Say(language, "explain.voice." + Way(of.Change.Minor), ("month", Month(texts, language, of.After)), ("before", Month(texts, language, of.Before)),
            ("total", SpokenNumbers.Say(texts, language, of.Is)), ("amount", SpokenNumbers.Say(texts, language, Size(of.Change.Minor))));
        return said + string.Concat(of.ByWeight.Take(2).Select(c => texts.Say(language, "explain.voice.cause." + Way(c.Amount), ("cause", texts.Say(language, "explain.spoken.cause." + c.Cause)), ("amount", SpokenNumbers.Say(texts, language, Size(c.Amount))))));
    }

    static string Month(Texts texts, string language, DateOnly day) =>
        language.StartsWith("zh", StringComparison.Ordinal) ? SpokenNumbers.In(language, day.Month) + "月" : texts.Value(language, day, "monthshort");

    static string Way(long amount) => amount > 0 ? "more" : amount < 0 ? "less" : "same";

    static Money Size(long amount) => new(Math.Abs(amount));
}
