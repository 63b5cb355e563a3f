using System.Globalization;

namespace Wangting.Billing;

/// <summary>What a bill of our own is called: its account, the first day of its period, and which issue it is.</summary>
internal static class BillNumbers
{
    public static string Of(string accountNumber, Guid account, DateOnly from, int revision = 1)
    {
        var whose = accountNumber.Length <= 45 ? accountNumber : account.ToString("N");
        var number = string.Create(CultureInfo.InvariantCulture, $"{whose}-{from:yyyyMMdd}");
        return revision == 1 ? number : string.Create(CultureInfo.InvariantCulture, $"{number}-{revision}");
    }
}
