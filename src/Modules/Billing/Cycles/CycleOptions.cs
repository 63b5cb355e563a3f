using System.ComponentModel.DataAnnotations;
using Wangting.Billing.Rating;
using Wangting.Catalogue;

namespace Wangting.Billing;

/// <summary>When periods close and how bills are rounded. Section <c>Billing:Cycles</c>.</summary>
public sealed class CycleOptions
{
    /// <summary>Hours after a period's last day during which events of it still come into its bills.</summary>
    [Range(0, 27 * 24)] public int HoursToCutOff { get; set; } = 24;
    /// <summary>Days from the cut-off to when bills are to be paid.</summary>
    [Range(0, 90)] public int DaysToPay { get; set; } = 20;
    /// <summary>An account with nothing to bill gets a bill of nothing.</summary>
    public bool ZeroBills { get; set; }
    public TaxRounding Tax { get; set; } = TaxRounding.Line;
    /// <summary>The step of a bill's total in minor units; 1 is none. A line of the bill says the difference.</summary>
    [Range(1, 1_000_000)] public long TotalStep { get; set; } = 1;
    public RoundingMode TotalRounding { get; set; } = RoundingMode.Down;
    /// <summary>Accounts that are billed and stored together.</summary>
    [Range(1, 10_000)] public int PartAccounts { get; set; } = 500;
    /// <summary>After so long a part that was taken and not finished is anybody's again.</summary>
    [Range(5, 3600)] public int LeaseSeconds { get; set; } = 300;
    /// <summary>How long the longest session can last: one that began before a period may reach into it.</summary>
    [Range(0, 14 * 24)] public int LongestSessionHours { get; set; } = 24;

    internal BillPolicy ToPolicy() => new(Tax, TotalStep == 1 ? null : new Rounding(TotalRounding, TotalStep));
}
