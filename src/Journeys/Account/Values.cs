using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Journeys;

/// <summary>Figures and names as lines of a screen.</summary>
internal static class Values
{
    public static Text Of(Money amount) => Text.Of("value.money", ("amount", amount));
    public static Text Month(DateOnly day) => Text.Of("value.month", ("day", day));
    public static Text Day(DateOnly day) => Text.Of("value.day", ("day", day));

    /// <summary>How people say it: gigabytes, minutes, pieces.</summary>
    public static Text Of(long amount, UsageUnit unit) => unit switch
    {
        UsageUnit.Kilobyte when amount >= 1024 * 1024 => Text.Of("value.gigabytes", ("n", amount / 1024m / 1024m)),
        UsageUnit.Kilobyte => Text.Of("value.megabytes", ("n", amount / 1024m)),
        UsageUnit.Second => Text.Of("value.minutes", ("n", amount / 60)),
        UsageUnit.Message => Text.Of("value.messages", ("n", amount)),
        UsageUnit.Day => Text.Of("value.days", ("n", amount)),
        UsageUnit.Month => Text.Of("value.months", ("n", amount)),
        _ => Text.Of("value.times", ("n", amount)),
    };

    /// <summary>What a holding is called in a list: its number, what its owner calls it, or the id it came with; never an
    /// invented name.</summary>
    public static Option Option(Holding holding) => new(
        HomeView.KeyOf(holding),
        Text.Plain(holding.Identifier?.Shown ?? holding.ExternalId ?? holding.AccountName ?? holding.AccountNumber ?? ""),
        (holding.Label ?? (holding.Identifier is null ? null : holding.AccountName)) is { } name ? Text.Plain(name) : null,
        holding.Identifier is { } number ? [number.Value, number.Shown] : null);
}
