using System.ComponentModel.DataAnnotations;

namespace Wangting.Billing;

/// <summary>Section <c>Usage</c>.</summary>
public sealed class UsageOptions
{
    /// <summary>What began longer ago is parked: the bills of that time are long settled, and such a file is rather a wrong one.</summary>
    [Range(1, 36_500, ErrorMessage = "Usage:OldestDays is 1 to 36500.")] public int OldestDays { get; set; } = 1_096;
}
