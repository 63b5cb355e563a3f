using CsCheck;
using Wangting.Billing.Rating;
using Wangting.Catalogue;

namespace Wangting.ModuleTests.Rating;

/// <summary>What holds of every explanation.</summary>
public sealed class Why_two_bills_differ
{
    static IReadOnlyList<CausedDifference> Between(BillInput before, BillInput after, int account) => new Explained(new Billed(AnyTerms.Zones, AnyGroup.Clock), AnyGroup.Clock, AnyTerms.Zones).Between(before, after, account);

    [Fact]
    public void Is_told_to_the_cent_and_the_other_way_round_is_the_opposite() => Gen.Int.Sample(seed =>
    {
        var (before, after) = TwoMonths(seed);
        var account = (int)((uint)seed % before.Accounts);
        var difference = AnyBill.Billed(after).Bills[account].Total - AnyBill.Billed(before).Bills[account].Total;
        return Between(before, after, account).Sum(c => c.Amount) == difference && Between(after, before, account).Sum(c => c.Amount) == -difference;
    }, iter: Chance.Cases);

    [Fact]
    public void Is_one_cause_where_one_thing_differs() => Gen.Int.Sample(seed =>
    {
        var before = AnyBill.Of(seed);
        var (cause, after) = WithOneOther(before, seed);
        var account = (int)((uint)seed % before.Accounts);
        var causes = Between(before, after, account);
        return causes.Where(c => c.Cause != cause && c.Cause != Cause.Rounding).All(c => c.Amount == 0 && c.Charges.Count == 0);
    }, iter: Chance.Cases);

    [Fact]
    public void Is_nothing_between_a_bill_and_itself() => Gen.Int.Sample(seed =>
    {
        var bill = AnyBill.Of(seed);
        return Between(bill, bill, 0).All(c => c.Amount == 0 && c.Charges.Count == 0);
    }, iter: Chance.Cases);

    [Fact]
    public void Rounds_by_half_a_step_for_each_of_the_two_at_most() => Gen.Int.Sample(seed =>
    {
        var (before, after) = TwoMonths(seed);
        var policy = new BillPolicy(Total: new Rounding(RoundingMode.Nearest, 10));
        return Math.Abs(Between(before with { Policy = policy }, after with { Policy = policy }, 0)[^1].Amount) <= 10;
    }, iter: Chance.Cases);

    [Fact]
    public void Names_the_lines_that_a_cause_changed_and_they_add_up_to_it() => Gen.Int.Sample(seed =>
    {
        var (before, after) = TwoMonths(seed);
        return Between(before, after, 0).Where(c => c.Cause != Cause.Rounding).All(c => c.Charges.Sum(l => l.After - l.Before) == c.Amount);
    }, iter: Chance.Cases);

    // October, and a November in which some of everything is another.
    static (BillInput Before, BillInput After) TwoMonths(int seed)
    {
        var before = AnyBill.Of(seed);
        var chance = new Random(seed);
        var after = before;
        for (var i = 0; i < 7; i++)
            if (chance.Next(2) == 0) after = Other((Cause)i, after, chance.Next());
        return (before, after);
    }

    static (Cause, BillInput) WithOneOther(BillInput before, int seed)
    {
        var cause = (Cause)new Random(seed).Next(7);
        return (cause, Other(cause, before, seed));
    }

    static BillInput Other(Cause what, BillInput of, int seed)
    {
        var chance = new Random(~seed);
        var any = new AnyTerms(chance);
        var other = AnyBill.Of(~seed);
        var place = of.Products.Count > 0 ? chance.Next(of.Products.Count) : 0;
        return what switch
        {
            Cause.Calendar => OnNovember(of),
            Cause.Prices => With(p => p with { Tariff = new Tariff(any.OfAll() with { Discounts = p.Tariff.Terms.Discounts, Credits = p.Tariff.Terms.Credits, Limits = p.Tariff.Terms.Limits }, AnyTerms.Zones) }),
            Cause.Subscriptions => chance.Next(2) == 0 ? of with { Products = [.. of.Products.Where((_, i) => i != place)] } : With(p => p with { To = of.Period.From.AddDays(chance.Next(40)), ToTicks = p.FromTicks + TimeSpan.TicksPerDay, PeriodsBefore = chance.Next(4), PeriodsPromoted = p.PeriodsPromoted ?? p.PeriodsBefore }),
            Cause.Promotions => With(p => any.OfAll() is var terms ? p with { Tariff = new Tariff(p.Tariff.Terms with { Discounts = terms.Discounts, Credits = terms.Credits, Limits = terms.Limits }, AnyTerms.Zones), PeriodsPromoted = chance.Next(4) } : p),
            Cause.Usage => of with { Events = [.. of.Events.Where((_, i) => i % 2 == 0), .. other.Events.Where(e => e.Line < of.Lines.Count)] },
            Cause.OneOffs => of with { OneOffs = [.. other.OneOffs.Where(o => o.Account < of.Accounts)] },
            _ => of with { Taxes = new TaxTable([.. of.Taxes.Rates.Select(r => (r.Class, r.From, chance.Next(2000)))]), Policy = of.Policy with { Tax = (TaxRounding)chance.Next(2) } },
        };

        BillInput With(Func<Subscribed, Subscribed> change) => of with { Products = [.. of.Products.Select((p, i) => i == place ? change(p) : p)] };
    }

    // The same days, by their places, in a month of another length.
    static BillInput OnNovember(BillInput of)
    {
        if (of.Period != AnyBill.October) return of;
        var days = AnyBill.November.From.DayNumber - AnyBill.October.From.DayNumber;
        DateOnly Day(DateOnly day) => day == AnyBill.October.To ? AnyBill.November.To : day > AnyBill.October.To ? day.AddDays(AnyBill.November.To.DayNumber - AnyBill.October.To.DayNumber) : day.AddDays(days);
        long Ticks(long at) => at == long.MaxValue ? at : AnyGroup.Clock.Begins(Day(AnyGroup.Clock.DayOf(at))) + AnyGroup.Clock.Local(at).TimeOfDay.Ticks;
        return of with
        {
            Period = AnyBill.November,
            Next = BillingPeriod.Month(2026, 12),
            Products = [.. of.Products.Select(p => p with { From = Day(p.From), To = p.To is { } to ? Day(to) : null, FromTicks = Ticks(p.FromTicks), ToTicks = Ticks(p.ToTicks), Suspended = [.. p.Suspended.Select(s => (Day(s.From), Day(s.To)))] })],
            Events = [.. of.Events.Select(e => e with { Start = Ticks(e.Start) })],
        };
    }
}
