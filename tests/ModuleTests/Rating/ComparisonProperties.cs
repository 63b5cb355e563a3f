using CsCheck;
using Wangting.Billing.Rating;
using Wangting.Catalogue;

namespace Wangting.ModuleTests.Rating;

/// <summary>Use that was folded into cells is billed as use that was not: whatever the plans, the rest of what is had, and the use.</summary>
public sealed class Use_folded_into_cells
{
    [Fact]
    public void Is_rated_as_event_by_event_or_not_at_all() => Gen.Int.Sample(seed =>
    {
        var any = new AnyGroup(seed);
        var rated = Cells(any);
        return rated is null || AnyGroup.Said(rated) == Plain(any);
    }, iter: Chance.Cases);

    [Fact]
    public void Is_rated_by_cells_where_there_is_enough_for_all() => Gen.Int.Sample(seed =>
    {
        // Simple plans: whole minutes, tiers, allowances nobody uses up.
        var any = new AnyGroup(seed, splits: false);
        var group = any.Group with
        {
            Pools = [.. any.Group.Pools.Select(p => new Pool(p.Id, [new UsageMatch { Kind = p.Kind }], AnyTerms.Zones, 1_000_000, p.Priority, p.UsableFrom, p.Expires, p.Granted, p.Lines))],
            Lines = [.. any.Group.Lines.Select(l => l with { Segments = [.. l.Segments.Select(s => s with { Holdings = [.. s.Holdings.Select(h => h with { Tariff = Unrounded(h.Tariff) })] })] })],
        };
        return Cells(any, group) is { } rated && AnyGroup.Said(rated) == Plain(any, group);
    }, iter: Chance.Cases);

    [Fact]
    public void Is_often_enough_rated_by_cells_for_that_to_mean_something() =>
        Assert.InRange(Enumerable.Range(0, 1000).Count(seed => new AnyGroup(seed) is { Events.Length: > 10 } any && Cells(any) is { Charges.Count: > 1 }), 100, 1000);

    [Fact]
    public void Gives_the_bill_of_every_plan_that_it_was_folded_for() => Gen.Int.Sample(seed =>
    {
        var input = AnyBill.Of(seed);
        if (input.Products.Count == 0) return true;
        var any = new AnyTerms(new Random(~seed));
        var plans = any.Many(1, 5, _ => new Tariff(any.OfAll(), AnyTerms.Zones));
        var billed = new Billed(AnyTerms.Zones, AnyGroup.Clock);
        var folded = billed.Fold(input, UsageGrid.Of(plans[..1]).With([.. plans, .. input.Products.Select(p => p.Tariff)], input.Pools));
        return plans.All(plan =>
        {
            var exchanged = input with { Products = [.. input.Products.Skip(1), input.Products[0] with { Tariff = plan }] };
            return AnyBill.Said(billed.Of(exchanged, folded)) == AnyBill.Said(AnyBill.Billed(exchanged));
        });
    }, iter: Chance.Cases);

    static Tariff Unrounded(Tariff tariff) => new(tariff.Terms with { Usage = [.. tariff.Terms.Usage.Select(u => u with { EventAmount = null })] }, AnyTerms.Zones);

    static RatedPeriod? Cells(AnyGroup any, RatingGroup? other = null)
    {
        var group = other ?? any.Group;
        var tariffs = group.Lines.SelectMany(l => l.Segments).SelectMany(s => s.Holdings).Select(h => h.Tariff).Distinct().ToArray();
        var borders = group.Lines.SelectMany(l => l.Segments).SelectMany(s => (long[])[s.From, s.To]).Concat(group.Pools.SelectMany(p => (long[])[p.UsableFrom, p.Expires]));
        var rater = new Rater(AnyGroup.Clock);
        return rater.RateCells(group, rater.Fold(any.Events, group.Lines.Count, default, AnyGroup.From, AnyGroup.To, UsageGrid.Of(tariffs).With([], group.Pools), borders));
    }

    static string Plain(AnyGroup any, RatingGroup? other = null) => AnyGroup.Said(new Rater(AnyGroup.Clock).Rate(other ?? any.Group, [.. any.Events], AnyGroup.From, AnyGroup.To));
}
