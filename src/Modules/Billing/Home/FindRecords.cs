using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

public enum RecordKind { Line, Bill, Payment }

/// <param name="Key">What its page's address names it by.</param>
public sealed record FoundRecord(RecordKind Kind, string Key, Text Title, Text Says);

/// <summary>A person's own records by what they typed: a number or its end, what they call a line, a bill's number or
/// month, an amount.</summary>
public sealed class FindRecords(PortalDbContext db, ListHoldings list, TimeProvider clock)
{
    const int Most = 20, MostBills = 60;

    public async Task<IReadOnlyList<FoundRecord>> HandleAsync(string? words, Caller caller, CancellationToken ct)
    {
        var key = SearchKey.Of(words);
        if (key.Length is < 1 or > 100 || !caller.IsPerson) return [];
        var now = clock.GetUtcNow().UtcDateTime;
        var lines = (await list.HandleAsync(caller, ct)).Where(h => h.LineId is not null)
            .Where(h => (h.Label is { } label && SearchKey.Of(label).Contains(key, StringComparison.Ordinal))
                || (h.Identifier is { } identifier && key.Length >= 3 && SearchKey.Of(identifier.Value).Contains(key, StringComparison.Ordinal)))
            .Select(h => new FoundRecord(RecordKind.Line, HomeView.KeyOf(h), Text.Plain(h.Identifier?.Masked ?? h.ExternalId ?? ""), Text.Plain(h.Label ?? "")));
        // Few enough to be looked through here: a person's bills of five years.
        var bills = await GrantedBills.Of(db, caller, now).OrderByDescending(b => b.PeriodFrom).ThenBy(b => b.Number).Take(MostBills)
            .Select(b => new { b.Number, b.PeriodFrom, b.Total }).ToListAsync(ct);
        var found = bills.Where(b => Match(b.Number, b.PeriodFrom, b.Total, key))
            .Select(b => new FoundRecord(RecordKind.Bill, b.Number, Text.Of("search.bill", ("month", b.PeriodFrom)), Text.Of("search.bill_says", ("number", b.Number), ("amount", b.Total))));
        return [.. lines.Concat(found).Take(Most)];
    }

    static bool Match(string number, DateOnly month, Money total, string key)
    {
        var digits = key.Replace("年", "", StringComparison.Ordinal).Replace("月", "", StringComparison.Ordinal);
        return SearchKey.Of(number).Contains(key, StringComparison.Ordinal)
            || key == month.Month.ToString(System.Globalization.CultureInfo.InvariantCulture) + "月"
            || digits == month.ToString("yyyyM", System.Globalization.CultureInfo.InvariantCulture) || digits == month.ToString("yyyyMM", System.Globalization.CultureInfo.InvariantCulture)
            || (key.Length >= 3 && key.All(char.IsAsciiDigit) && key == total.Minor.ToString(System.Globalization.CultureInfo.InvariantCulture))
            || (key.Length >= 3 && month.ToString("MMMM", System.Globalization.CultureInfo.GetCultureInfo("en")).StartsWith(key, StringComparison.OrdinalIgnoreCase));
    }
}
