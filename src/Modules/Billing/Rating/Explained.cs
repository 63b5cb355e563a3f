using Wangting.Kernel;

namespace Wangting.Billing.Rating;

/// <summary>Why two bills differ, in the order in which it is worked out. There is no other cause.</summary>
public enum Cause
{
    /// <summary>The period has more or fewer days, or other ones.</summary>
    Calendar,
    /// <summary>What the same products cost and include.</summary>
    Prices,
    /// <summary>Products that came, went or rested.</summary>
    Subscriptions,
    /// <summary>Discounts, credits, caps and minimums.</summary>
    Promotions,
    /// <summary>What was used, and what was left over from before.</summary>
    Usage,
    /// <summary>Single charges and credits.</summary>
    OneOffs,
    Tax,
    /// <summary>Of the totals, where they go in whole steps.</summary>
    Rounding,
}

/// <param name="Amount">Minor units; above zero where it made the second bill larger.</param>
/// <param name="Charges">The lines that it changed.</param>
public sealed record CausedDifference(Cause Cause, long Amount, IReadOnlyList<ChangedCharge> Charges);

/// <param name="Before">Minor units without this cause; 0 where there was no such line.</param>
public sealed record ChangedCharge(int Line, Guid Product, ChargeSource Source, string Code, LocalText Name, long Before, long After);

/// <summary>Explains a bill by another: the first is made again and again, each time with one thing more as it was in the
/// second, until it is the second. Each step's difference is that thing's, so together they are the whole difference, to the
/// cent and by construction.</summary>
public sealed class Explained(Billed billed, TariffClock clock, Zones zones)
{
    static readonly Cause[] Steps = [Cause.Calendar, Cause.Prices, Cause.Subscriptions, Cause.Promotions, Cause.Usage, Cause.OneOffs, Cause.Tax];

    /// <param name="before">Of the same lines and accounts, in the same places, as <paramref name="after"/>.</param>
    /// <param name="account">Place of the account.</param>
    /// <returns>Every cause in its order, also those of nothing.</returns>
    public IReadOnlyList<CausedDifference> Between(BillInput before, BillInput after, int account)
    {
        if (!before.Lines.SequenceEqual(after.Lines) || before.Accounts != after.Accounts) throw new ArgumentException("Of other lines or accounts.", nameof(after));
        var causes = new List<CausedDifference>(8);
        var last = Unrounded(before);
        for (var step = 0; step < Steps.Length; step++)
        {
            var next = Unrounded(Mixed(before, after, step));
            causes.Add(new CausedDifference(Steps[step], next.Total - last.Total, Changes(last, next)));
            last = next;
        }
        causes.Add(new CausedDifference(Cause.Rounding, RoundedBy(after, last.Total) - RoundedBy(before, Unrounded(before).Total), []));
        return causes;

        AccountBill Unrounded(BillInput input) => billed.Of(input with { Policy = input.Policy with { Total = null } }).Bills[account];
    }

    static long RoundedBy(BillInput input, long total) => input.Policy.Total is { } step ? step.Of(total) - total : 0;

    // Everything up to the step as it is in the second, the rest as it was in the first, on the second's calendar.
    BillInput Mixed(BillInput before, BillInput after, int step)
    {
        var moved = Moved(before, after);
        return new BillInput
        {
            Period = after.Period, Next = after.Next, Lines = after.Lines, Accounts = after.Accounts,
            Products = Products(moved, after, has(Cause.Prices), has(Cause.Subscriptions), has(Cause.Promotions)),
            Advanced = of(Cause.Subscriptions).Advanced, Events = of(Cause.Usage).Events, Cancelled = of(Cause.Usage).Cancelled, Pools = of(Cause.Usage).Pools, OneOffs = of(Cause.OneOffs).OneOffs,
            Taxes = of(Cause.Tax).Taxes, Policy = of(Cause.Tax).Policy,
        };

        bool has(Cause cause) => (int)cause <= step;
        BillInput of(Cause cause) => has(cause) ? after : moved;
    }

    List<Subscribed> Products(BillInput before, BillInput after, bool prices, bool subscriptions, bool promotions)
    {
        var (old, now) = (before.Products.ToDictionary(p => p.Product), after.Products.ToDictionary(p => p.Product));
        return [.. (subscriptions ? after : before).Products.Select(p => Of(p, (prices ? now : old).GetValueOrDefault(p.Product, p), (promotions ? now : old).GetValueOrDefault(p.Product, p)))];
    }

    // A product as it is held, at the prices of one and with the promotions of another of its two months.
    Subscribed Of(Subscribed held, Subscribed priced, Subscribed promoted)
    {
        if (ReferenceEquals(held, priced) && ReferenceEquals(held, promoted)) return held;
        var terms = priced.Terms with { Discounts = promoted.Terms.Discounts, Credits = promoted.Terms.Credits, Limits = promoted.Terms.Limits };
        return held with { Tariff = priced.Tariff.Terms == terms ? priced.Tariff : new Tariff(terms, zones), Negotiated = Agreed(priced, promoted), PeriodsPromoted = promoted.Promoted };
    }

    static Dictionary<string, Money> Agreed(Subscribed priced, Subscribed promoted)
    {
        var ofPromotions = promoted.Terms.Discounts.Select(d => d.Code).Concat(promoted.Terms.Credits.Select(c => c.Code)).Concat(promoted.Terms.Limits.Select(l => l.Code)).ToHashSet(StringComparer.Ordinal);
        return priced.Negotiated.Where(n => !ofPromotions.Contains(n.Key)).Concat(promoted.Negotiated.Where(n => ofPromotions.Contains(n.Key))).ToDictionary(StringComparer.Ordinal);
    }

    static List<ChangedCharge> Changes(AccountBill before, AccountBill after)
    {
        var changed = new SortedDictionary<(int, ChargeSource, Guid, string), ChangedCharge>();
        foreach (var (charge, isBefore) in before.Charges.Select(c => (c, true)).Concat(after.Charges.Select(c => (c, false))))
        {
            var key = (charge.Line, charge.Source, charge.Product, charge.Code);
            var known = changed.GetValueOrDefault(key) ?? new ChangedCharge(charge.Line, charge.Product, charge.Source, charge.Code, charge.Name, 0, 0);
            changed[key] = isBefore ? known with { Before = known.Before + charge.Amount } : known with { After = known.After + charge.Amount };
        }
        return [.. changed.Values.Where(c => c.Before != c.After)];
    }

    /// <summary>The first month's days on the second's calendar: the n-th day is the n-th, what is beyond the last is the last.</summary>
    BillInput Moved(BillInput of, BillInput onto)
    {
        if (of.Period == onto.Period && of.Next == onto.Next) return of;
        var (from, to) = (of.Period, onto.Period);
        return of with
        {
            Period = to,
            Next = onto.Next,
            Products = [.. of.Products.Select(p => p with
            {
                From = Day(p.From), To = p.To is { } end ? Day(end) : null, FromTicks = Ticks(p.FromTicks), ToTicks = Ticks(p.ToTicks), Suspended = [.. p.Suspended.Select(s => (Day(s.From), Day(s.To)))],
            })],
            Events = [.. of.Events.Select(e => e with { Start = Ticks(e.Start) })],
            Pools = [.. of.Pools.Select(p => p.At(Ticks(p.UsableFrom), Ticks(p.Expires), Ticks(p.Granted)))],
        };

        DateOnly Day(DateOnly day) => day < from.From ? to.From.AddDays(day.DayNumber - from.From.DayNumber) : day > from.To ? to.To.AddDays(day.DayNumber - from.To.DayNumber)
            : to.From.AddDays(Math.Min(day.DayNumber - from.From.DayNumber, to.Days - 1));

        long Ticks(long ticks)
        {
            if (ticks == long.MaxValue) return ticks;
            var local = clock.Local(ticks);
            return clock.Begins(Day(DateOnly.FromDateTime(local))) + local.TimeOfDay.Ticks;
        }
    }
}
