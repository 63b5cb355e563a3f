using System.Globalization;
using Wangting.Customers;

namespace Wangting.Storage.Synthetic;

/// <summary>Numbers of documents that check and are nobody's.</summary>
internal static class MadeDocuments
{
    // Nobody living, and nobody who ever held an 18-digit card (issued since 1999), was born in these years; the calendar
    // of 152 years before has the same leap years but for one.
    const int YearsTooEarly = 152;

    /// <summary>GB 11643-1999 with a birth date in the nineteenth century.</summary>
    public static string Resident(Chance chance, string division, DateOnly birth, bool female)
    {
        var areas = Divisions.AreasOf(division);
        var body = string.Create(CultureInfo.InvariantCulture, $"{areas[chance.Next(areas.Count)]}{birth.AddYears(-YearsTooEarly):yyyyMMdd}{chance.Next(500) * 2 + (female ? 0 : 1):D3}");
        return body + CheckCharacters.Mod11(body);
    }

    /// <summary>GB 32100-2015 under area 999999, which does not exist.</summary>
    public static string Credit(int unit)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"91999999{unit:D9}");
        return body + CheckCharacters.Mod31(body);
    }
}
