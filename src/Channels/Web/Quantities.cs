using System.Globalization;
using Wangting.Billing;
using Wangting.Catalogue;

namespace Wangting.Channels.Web;

/// <summary>Amounts of use in the reader's language.</summary>
static class Quantities
{
    public static string Say(Look look, long amount, UsageUnit unit) => UsageWords.Say(look.Texts, look.Language, amount, unit);
    public static string Of(Look look, long left, long granted, UsageUnit unit) => UsageWords.Of(look.Texts, look.Language, left, granted, unit);
    public static UsageUnit UnitOf(UsageKind kind) => UsageWords.UnitOf(kind);

    /// <summary>13:05, or 8:02:10 for long calls.</summary>
    public static string Clock(long seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        return span.TotalHours >= 1 ? $"{(int)span.TotalHours}:{span:mm\\:ss}" : span.ToString(@"m\:ss", CultureInfo.InvariantCulture);
    }
}
