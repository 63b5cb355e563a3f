using CsCheck;
using Wangting.Billing.Rating;
using Wangting.Catalogue;

namespace Wangting.ModuleTests.Rating;

/// <summary>What holds whatever the terms and whatever is used.</summary>
public sealed class Rating_of_any_use_by_any_terms
{
    [Fact]
    public void Does_not_depend_on_the_order_in_which_events_come_or_how_often() => Gen.Int.Sample(seed =>
    {
        var any = new AnyGroup(seed);
        var once = Rated(any.Group, any.Events);
        var chance = new Random(seed);
        UsageEvent[] again = [.. any.Events, .. any.Events.Where(_ => chance.Next(3) == 0), .. any.Events.Where(_ => chance.Next(5) == 0)];
        chance.Shuffle(again);
        return once == Rated(any.Group, again);
    }, iter: Chance.Cases);

    [Fact]
    public void Does_not_depend_on_what_it_is_not_linked_with() => Gen.Int.Sample(seed =>
    {
        var any = new AnyGroup(seed);
        var parts = any.Group.Apart();
        var unknown = any.Events.Where(e => e.Line < 0).ToArray();
        var apart = parts.Select((part, i) => new Rater(AnyGroup.Clock).Rate(part.Group,
            [.. any.Events.Where(e => part.Lines.Contains(e.Line)).Select(e => e with { Line = part.Lines.ToList().IndexOf(e.Line) }), .. i == 0 ? unknown : []], AnyGroup.From, AnyGroup.To)).ToArray();
        return Rated(any.Group, any.Events) == AnyGroup.Said(apart, [.. parts.Select(p => p.Lines)]);
    }, iter: Chance.Cases);

    [Fact]
    public void Is_as_if_what_was_cancelled_had_never_come() => Gen.Int.Sample(seed =>
    {
        var any = new AnyGroup(seed);
        var cancelled = any.Events.Where((_, i) => i % 3 == 0).Select(e => e.Id).ToArray();
        var with = AnyGroup.Said(new Rater(AnyGroup.Clock).Rate(any.Group, [.. any.Events], AnyGroup.From, AnyGroup.To, cancelled));
        return with == Rated(any.Group, [.. any.Events.Where(e => !cancelled.Contains(e.Id))]);
    }, iter: Chance.Cases);

    [Fact]
    public void Draws_from_allowances_what_it_does_not_charge_and_loses_no_unit() => Gen.Int.Sample(seed =>
    {
        var any = new AnyGroup(seed);
        var each = new RatedEvent[any.Events.Length];
        var period = new Rater(AnyGroup.Clock).Rate(any.Group, any.Events, AnyGroup.From, AnyGroup.To, default, each);
        var drawn = any.Group.Pools.Zip(period.Left, (pool, left) => left >= 0 && left <= pool.Quantity ? pool.Quantity - left : throw new InvalidOperationException("A pool below nothing.")).Sum();
        return drawn == period.Charges.Sum(c => c.Free) && drawn == each.Sum(e => e.Free)
            && period.Charges.All(c => c.Of.QuantityOver == RoundedOver.Period ? c.Charged == c.Of.Quantity.Of(c.Counted - c.Free) : c.Charged == c.Counted - c.Free)
            && period.Charges.Sum(c => c.Counted) == each.Sum(e => e.Quantity) && each.Count(e => e.Fate == EventFate.Parked) == period.Parked.Count;
    }, iter: Chance.Cases);

    [Fact]
    public void Is_what_a_plain_reading_of_the_terms_gives() => Gen.Int.Sample(seed =>
    {
        var any = new AnyGroup(seed);
        var plain = PlainReading.Of(any.Group, any.Events, AnyGroup.From, AnyGroup.To);
        return Rated(any.Group, any.Events) == AnyGroup.Said(plain);
    }, iter: Chance.Cases);

    [Fact]
    public void Of_a_cut_event_gives_each_period_its_share_and_together_the_whole() => Gen.Int.Sample(seed =>
    {
        var any = new AnyGroup(seed);
        var middle = AnyGroup.From + ((AnyGroup.To - AnyGroup.From) / 2);
        var (first, second, whole) = (Quantities(AnyGroup.From, middle), Quantities(middle, AnyGroup.To), Quantities(AnyGroup.From, AnyGroup.To));
        return first.Keys.Union(second.Keys).Union(whole.Keys).All(k => first.GetValueOrDefault(k) + second.GetValueOrDefault(k) == whole.GetValueOrDefault(k));

        Dictionary<(int, Guid, int), (long, long)> Of(RatedPeriod period) => period.Charges.ToDictionary(c => (c.Line, c.Product, c.Term), c => (c.Actual, c.Counted));
        Dictionary<(int, Guid, int), long> Quantities(long from, long to) => Of(new Rater(AnyGroup.Clock).Rate(any.Group, [.. any.Events], from, to)).ToDictionary(p => p.Key, p => p.Value.Item1 * 1_000_000 + p.Value.Item2);
    }, iter: Chance.Cases);

    [Fact]
    public void Costs_no_memory_for_an_event()
    {
        var any = Enumerable.Range(0, 1000).Select(seed => new AnyGroup(seed)).First(a => a.Group.Lines[0].Segments is [{ Holdings.Count: > 1 }, ..]);
        var (rater, chance) = (new Rater(AnyGroup.Clock), new Random(1));
        var many = Enumerable.Range(0, 20_000).Select(_ => new UsageEvent { Id = Guid.CreateVersion7(), Start = chance.NextInt64(AnyGroup.From, AnyGroup.To), Line = 0, Quantity = chance.Next(500), Kind = (UsageKind)chance.Next(2), To = 2, At = 1 }).ToArray();
        rater.Rate(any.Group, many, AnyGroup.From, AnyGroup.To);
        chance.Shuffle(many);
        var parked = rater.Rate(any.Group, many, AnyGroup.From, AnyGroup.To).Parked.Count;
        var before = GC.GetAllocatedBytesForCurrentThread();
        rater.Rate(any.Group, many, AnyGroup.From, AnyGroup.To);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 20_000 + (parked * 24));
    }

    static string Rated(RatingGroup group, UsageEvent[] events) => AnyGroup.Said(new Rater(AnyGroup.Clock).Rate(group, [.. events], AnyGroup.From, AnyGroup.To));
}
