using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing.Rating;

/// <summary>Tax, line by line or for the document as a whole, and the sums of each account's bill.</summary>
internal static class Taxed
{
    /// <summary>The part of a row that belongs to one tax class.</summary>
    /// <param name="Base">As the price was stated: with its tax or without.</param>
    sealed record Share(int Row, string Class, int Rate, bool Included, long Base)
    {
        public long Tax { get; set; }
        public long Gross => Included ? Base : Base + Tax;
        public (Int128 Numerator, long Denominator) Exact => Included ? ((Int128)Base * Rate, 10_000 + Rate) : ((Int128)Base * Rate, 10_000);
    }

    static readonly LocalText RoundingName = new(new Dictionary<string, string>(StringComparer.Ordinal) { ["zh-CN"] = "尾数调整", ["en"] = "Rounding" });

    public static List<AccountBill> Bills(BillInput input, Sheet sheet)
    {
        var bills = new List<AccountBill>(input.Accounts);
        for (var account = 0; account < input.Accounts; account++)
            bills.Add(Bill(input, account, [.. sheet.Rows.Where(r => r.Account == account).OrderBy(r => r.Line < 0).ThenBy(r => r.Line).ThenBy(r => r.Source).ThenBy(r => r.Product).ThenBy(r => r.Code, StringComparer.Ordinal).ThenBy(r => r.Amount)]));
        return bills;
    }

    static AccountBill Bill(BillInput input, int account, Sheet.Row[] rows)
    {
        var shares = rows.SelectMany((row, i) => SharesOf(row, i, input)).ToArray();
        if (input.Policy.Tax == TaxRounding.Line)
            foreach (var share in shares) share.Tax = Round(share.Exact);
        else
            foreach (var same in shares.GroupBy(s => (s.Class, s.Rate, s.Included))) Spread([.. same]);
        var charges = rows.Select((row, i) => Charge(row, shares.Where(s => s.Row == i))).ToList();
        var total = charges.Sum(c => c.Amount);
        if (input.Policy.Total is { } step && step.Of(total) is var rounded && rounded != total)
        {
            charges.Add(new BillCharge(account, -1, Guid.Empty, ChargeSource.Rounding, "rounding", RoundingName, rounded - total, 0));
            total = rounded;
        }
        return new AccountBill(account, charges, total, charges.Sum(c => c.Tax),
            [.. shares.GroupBy(s => (s.Class, s.Rate)).OrderBy(g => g.Key.Class, StringComparer.Ordinal).Select(g => (g.Key.Class, g.Key.Rate, g.Sum(s => s.Gross), g.Sum(s => s.Tax)))]);
    }

    static BillCharge Charge(Sheet.Row row, IEnumerable<Share> shares)
    {
        var (gross, tax) = (0L, 0L);
        foreach (var share in shares) (gross, tax) = (gross + share.Gross, tax + share.Tax);
        return new BillCharge(row.Account, row.Line, row.Product, row.Source, row.Code, row.Name, gross, tax, row.Usage, row.Tax);
    }

    // The rate of the period's last day: that is when the service is taken as rendered.
    static IEnumerable<Share> SharesOf(Sheet.Row row, int place, BillInput input)
    {
        var parts = new Money(row.Amount).Split([.. row.Tax.Shares.Select(s => s.Weight)]);
        for (var i = 0; i < parts.Length; i++)
            yield return new Share(place, row.Tax.Shares[i].Class, input.Taxes.On(row.Tax.Shares[i].Class, input.Period.To), row.Tax.Included, parts[i].Minor);
    }

    // The document's tax is rounded once; each line gets its part so that they add up to it.
    static void Spread(Share[] same)
    {
        var sum = same.Aggregate((Int128)0, (all, s) => all + s.Exact.Numerator);
        var denominator = same[0].Exact.Denominator;
        var tax = Round((sum, denominator));
        var rest = tax;
        foreach (var share in same) rest -= share.Tax = (long)Floor(share.Exact.Numerator, denominator);
        // What the floors left goes to the largest fractions; of equals to the first.
        foreach (var share in same.OrderByDescending(s => s.Exact.Numerator - (Floor(s.Exact.Numerator, denominator) * denominator)).Take((int)Math.Max(0, rest))) share.Tax++;
    }

    static Int128 Floor(Int128 numerator, long denominator)
    {
        var (whole, rest) = Int128.DivRem(numerator, denominator);
        return rest < 0 ? whole - 1 : whole;
    }

    static long Round((Int128 Numerator, long Denominator) exact) => (long)Rounding.Exact.Of(exact.Numerator, exact.Denominator);
}
