using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Far above any real sum and far below where a <c>long</c> overflows: thousands of such amounts still add up.</summary>
internal static class Limits
{
    public static readonly Money Most = new(1_000_000_000_000_000);

    public static bool Holds(Money amount) => amount <= Most && amount >= -Most;
}
