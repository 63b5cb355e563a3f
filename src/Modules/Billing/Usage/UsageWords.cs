using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Amounts of use as people say them: gigabytes, minutes, messages.</summary>
public static class UsageWords
{
    const decimal Mega = 1024, Giga = 1024 * 1024;

    public static string Say(Texts texts, string language, long amount, UsageUnit unit)
    {
        var scale = Scale(amount, unit);
        return texts.Say(language, "use.unit." + scale, ("n", Figure(language, amount, scale)), ("count", amount));
    }

    /// <summary><c>18.6 / 30 GB</c>: both figures in the unit of the larger.</summary>
    public static string Of(Texts texts, string language, long left, long granted, UsageUnit unit)
    {
        var scale = Scale(granted, unit);
        return texts.Say(language, "use.of", ("left", Figure(language, left, scale)), ("granted", texts.Say(language, "use.unit." + scale, ("n", Figure(language, granted, scale)), ("count", granted))));
    }

    /// <summary>In what an offer counts a kind of use.</summary>
    public static UsageUnit UnitOf(UsageKind kind) => kind switch
    {
        UsageKind.Voice => UsageUnit.Second,
        UsageKind.Message => UsageUnit.Message,
        UsageKind.Data => UsageUnit.Kilobyte,
        _ => UsageUnit.Event,
    };

    static string Scale(long amount, UsageUnit unit) => unit switch
    {
        UsageUnit.Kilobyte => Math.Abs(amount) >= Giga ? "gigabyte" : Math.Abs(amount) >= Mega ? "megabyte" : "kilobyte",
        UsageUnit.Second => Math.Abs(amount) >= 60 || amount == 0 ? "minute" : "second",
        UsageUnit.Message => "message",
        UsageUnit.Day => "day",
        UsageUnit.Month => "month",
        _ => "event",
    };

    // Rounded down: nobody is told of more than there is.
    static string Figure(string language, long amount, string scale)
    {
        var exact = scale switch { "gigabyte" => amount / Giga, "megabyte" => amount / Mega, "minute" => amount / 60m, _ => amount };
        return (scale == "minute" ? Math.Floor(exact) : Math.Floor(exact * 10) / 10).ToString("#,0.#", Texts.Culture(language));
    }
}
