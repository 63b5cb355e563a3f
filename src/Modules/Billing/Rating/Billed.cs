using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Wangting.Catalogue;

namespace Wangting.Billing.Rating;

/// <summary>The bills of a rating group for a period: first what products and use cost, then what lowers and raises it, then tax.</summary>
public sealed class Billed(Zones zones, TariffClock clock, int minorDigits = 2)
{
    readonly Rater rater = new(clock, minorDigits);

    public BillOutcome Of(BillInput input) => Of(input, null);

    /// <param name="folded">The input's use in cells: rated by them where it can be, event by event where it cannot.</param>
    internal BillOutcome Of(BillInput input, FoldedUse? folded)
    {
        var sheet = new Sheet(input);
        var advanced = new List<Advanced>();
        foreach (var product in input.Products.OrderBy(p => p.Line).ThenBy(p => p.Product)) AddFixed(product, input, sheet, advanced);
        var (group, pools) = Group(input);
        var rated = folded is null ? rater.Rate(group, [.. input.Events], Begin(input), End(input), [.. input.Cancelled]) : rater.RateCells(group, folded) ?? rater.Rate(group, folded.InOrder, folded.From, folded.To);
        foreach (var use in rated.Charges)
            sheet.Add(use.Line, use.Product, ChargeSource.Usage, use.Of.Code, use.Of.Name, use.Amount, use.Of.Tax, use);
        foreach (var one in input.OneOffs.OrderBy(o => o.Account).ThenBy(o => o.Line).ThenBy(o => o.Code, StringComparer.Ordinal).ThenBy(o => o.Amount)) sheet.AddOneOff(one);
        Reductions.Apply(input, sheet);
        return new BillOutcome(Taxed.Bills(input, sheet), [.. pools.Zip(rated.Left)], advanced, rated.Parked);
    }

    /// <summary>The input's use in cells, for billing it again with other products that <paramref name="grid"/> knows and that begin
    /// and end when some of the input's do.</summary>
    internal FoldedUse Fold(BillInput input, UsageGrid grid) => rater.Fold(input.Events, input.Lines.Count, [.. input.Cancelled], Begin(input), End(input), grid,
        input.Products.SelectMany(p => (long[])[p.FromTicks, p.ToTicks]).Concat(input.Pools.SelectMany(p => (long[])[p.UsableFrom, p.Expires])));

    long Begin(BillInput input) => clock.Begins(input.Period.From);

    long End(BillInput input) => clock.Begins(input.Period.To.AddDays(1));

    /// <summary>What became of each event, and what is left of each allowance: of an open period as far as it has gone.</summary>
    public RatedUse Use(BillInput input)
    {
        var (group, pools) = Group(input);
        var events = input.Events.ToArray();
        var each = new RatedEvent[events.Length];
        var rated = rater.Rate(group, events, Begin(input), End(input), [.. input.Cancelled], each);
        return new RatedUse(events, each, [.. pools.Zip(rated.Left)]);
    }

    (RatingGroup Group, IReadOnlyList<Pool> Pools) Group(BillInput input)
    {
        IReadOnlyList<Pool> pools = [.. input.Pools, .. input.Products.Where(p => p.IsHeldIn(input.Period)).SelectMany(p => PoolsOf(p, input.Period)).Where(p => input.Pools.All(known => known.Id != p.Id))];
        return (new RatingGroup([.. input.Lines.Select((line, place) => new RatedLine(line.Id, SegmentsOf(place, input.Products)))], pools), pools);
    }

    static void AddFixed(Subscribed product, BillInput input, Sheet sheet, List<Advanced> advanced)
    {
        var held = product.IsHeldIn(input.Period);
        foreach (var term in product.Terms.Recurring)
        {
            var price = product.Price(term.Code, term.Amount).Minor;
            var now = held && IsDue(term, product.PeriodsBefore) ? Of(product, input.Period, term, price) : 0;
            if (term.Timing == Timing.Arrears)
            {
                sheet.Add(product.Line, product.Product, ChargeSource.Recurring, term.Code, term.Name, now, term.Tax);
                continue;
            }
            // What was charged before for this period is set right by what it turned out to be.
            var before = input.Advanced.Where(a => a.Product == product.Product && a.Code == term.Code).Sum(a => a.Amount);
            sheet.Add(product.Line, product.Product, ChargeSource.Recurring, term.Code, term.Name, now - before, term.Tax);
            var next = product.IsHeldIn(input.Next) && IsDue(term, product.PeriodsBefore + (held ? 1 : 0)) ? Of(product, input.Next, term, price) : 0;
            sheet.Add(product.Line, product.Product, ChargeSource.Advance, term.Code, term.Name, next, term.Tax);
            if (next != 0) advanced.Add(new Advanced(product.Product, term.Code, next));
        }
        if (!held) return;
        foreach (var term in product.Terms.OneTime)
        {
            var price = product.Price(term.Code, term.Amount).Minor;
            var source = term.Deposit ? ChargeSource.Deposit : ChargeSource.OneTime;
            if (product.PeriodsBefore == 0) sheet.Add(product.Line, product.Product, source, term.Code, term.Name, price, term.Tax);
            if (term.Deposit && Ends(product, input.Period)) sheet.Add(product.Line, product.Product, source, term.Code, term.Name, -price, term.Tax);
        }
        if (Ends(product, input.Period) && product.Terms.Contract is { } contract && Contracts.Penalty(product, product.PeriodsBefore) is > 0 and var penalty)
            sheet.Add(product.Line, product.Product, ChargeSource.Penalty, "penalty", contract.Name, penalty, TaxTerm.Basic);
    }

    static bool Ends(Subscribed product, BillingPeriod period) => product.To is { } to && period.Has(to);

    static bool IsDue(RecurringTerm term, int periodsBefore) => term.Periods is not { } periods || periodsBefore < periods;

    static long Of(Subscribed product, BillingPeriod period, RecurringTerm term, long price)
    {
        var (numerator, denominator) = Part.Of(product, period, term.First, term.Last, term.WhileSuspended);
        return (long)new Rounding(term.Rounding, 1).Of((Int128)price * numerator, denominator);
    }

    // The allowances that a product gives for a period. Their ids are those of product, term and period: asking twice is no second gift.
    internal IEnumerable<Pool> PoolsOf(Subscribed product, BillingPeriod period)
    {
        foreach (var term in product.Terms.Allowances)
        {
            var (numerator, denominator) = Part.Of(product, period, term.First, PartRule.Full);
            var quantity = numerator == denominator ? term.Quantity : (long)term.Part.Of((Int128)term.Quantity * numerator, denominator);
            var from = Math.Max(product.FromTicks, clock.Begins(period.From));
            var expires = clock.Begins(AfterPeriods(period, term.RollOver));
            if (quantity > 0)
                yield return new Pool(PoolId(product.Product, term.Code, period.From), term.Covers, zones, quantity, term.Priority, from, expires, from, term.Shared ? [.. product.SharedWith.Append(product.Line).Distinct().Order()] : [product.Line]);
        }
    }

    // Periods of one length: a month after the 1st is the next 1st.
    static DateOnly AfterPeriods(BillingPeriod period, int more)
    {
        var end = period.To.AddDays(1);
        return end.Day == period.From.Day ? end.AddMonths(more) : end.AddDays(period.Days * more);
    }

    /// <summary>Which pool a product's allowance is in the period that begins on a day.</summary>
    internal static Guid PoolId(Guid product, string code, DateOnly from)
    {
        Span<byte> what = stackalloc byte[16 + 4 + Encoding.UTF8.GetMaxByteCount(code.Length)];
        product.TryWriteBytes(what);
        BinaryPrimitives.WriteInt32LittleEndian(what[16..], from.DayNumber);
        var length = Encoding.UTF8.GetBytes(code, what[20..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(what[..(20 + length)], hash);
        return new Guid(hash[..16]);
    }

    /// <summary>Stretches of time in which nothing of a line's products changes.</summary>
    static List<Segment> SegmentsOf(int line, IReadOnlyList<Subscribed> products)
    {
        var own = products.Where(p => p.Line == line || p.SharedWith.Contains(line)).ToArray();
        if (own.Length == 1) return [Segment.Of(own[0].FromTicks, own[0].ToTicks, [new Holding(own[0].Product, own[0].Tariff, own[0].Line)])];
        var borders = own.SelectMany(p => (long[])[p.FromTicks, p.ToTicks]).Distinct().Order().ToArray();
        var segments = new List<Segment>();
        for (var i = 1; i < borders.Length; i++)
        {
            var held = own.Where(p => p.FromTicks <= borders[i - 1] && p.ToTicks >= borders[i]).Select(p => new Holding(p.Product, p.Tariff, p.Line)).ToArray();
            if (held.Length > 0) segments.Add(Segment.Of(borders[i - 1], borders[i], held));
        }
        return segments;
    }
}
