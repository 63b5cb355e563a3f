using System.Globalization;

namespace Wangting.ModuleTests.Rating;

internal static class Chance
{
    /// <summary>How many random cases each property is tried on: a thousand at every run, and as many as
    /// <c>WANGTING_CASES</c> says when somebody has the time.</summary>
    public static int Cases { get; } = int.TryParse(Environment.GetEnvironmentVariable("WANGTING_CASES"), CultureInfo.InvariantCulture, out var cases) ? cases : 1_000;
}
