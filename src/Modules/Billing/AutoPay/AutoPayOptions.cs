using System.ComponentModel.DataAnnotations;

namespace Wangting.Billing;

/// <summary>When bills are charged by themselves. Section <c>AutoPay</c>.</summary>
public sealed class AutoPayOptions
{
    /// <summary>How many days before it is charged a bill is announced, with sum and day; never less, even when it is due sooner.</summary>
    [Range(1, 30, ErrorMessage = "AutoPay:NoticeDays is 1 to 30.")]
    public int NoticeDays { get; set; } = 3;

    /// <summary>After a refusal by the bank: on which days after the first try it is tried again, comma-separated; then no more.</summary>
    [RegularExpression("^([1-9][0-9]?(,[1-9][0-9]?){0,9})?$", ErrorMessage = "AutoPay:RetryDays are days such as 1,3,5; empty for none.")]
    public string RetryDays { get; set; } = "1,3,5";

    /// <summary>The day of the next try, or null when there is none.</summary>
    internal DateOnly? Next(DateOnly first, int failed, DateOnly today)
    {
        var days = RetryDays.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (failed > days.Length) return null;
        var planned = first.AddDays(int.Parse(days[failed - 1], System.Globalization.CultureInfo.InvariantCulture));
        return planned > today ? planned : today.AddDays(1);
    }
}
