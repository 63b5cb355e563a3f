using CsCheck;
using Wangting.Billing.Rating;

namespace Wangting.ModuleTests.Rating;

/// <summary>What holds of every bill, whatever is had and used.</summary>
public sealed class Any_bill
{
    [Fact]
    public void Is_the_sum_of_its_lines_and_its_tax_that_of_its_classes() => Gen.Int.Sample(seed =>
    {
        var outcome = AnyBill.Billed(AnyBill.Of(seed));
        return outcome.Bills.All(b => b.Total == b.Charges.Sum(c => c.Amount) && b.Tax == b.Charges.Sum(c => c.Tax) && b.Tax == b.Taxes.Sum(t => t.Tax)
            && b.Taxes.Sum(t => t.Gross) == b.Total - b.Charges.Where(c => c.Source == ChargeSource.Rounding).Sum(c => c.Amount));
    }, iter: Chance.Cases);

    [Fact]
    public void Does_not_depend_on_the_order_in_which_anything_is_named() => Gen.Int.Sample(seed =>
    {
        var input = AnyBill.Of(seed);
        var chance = new Random(~seed);
        var mixed = input with { Products = Mixed(input.Products), Events = [.. Mixed(input.Events), .. input.Events.Take(5)], OneOffs = Mixed(input.OneOffs), Advanced = Mixed(input.Advanced) };
        return AnyBill.Said(AnyBill.Billed(input)) == AnyBill.Said(AnyBill.Billed(mixed));

        T[] Mixed<T>(IEnumerable<T> of)
        {
            var all = of.ToArray();
            chance.Shuffle(all);
            return all;
        }
    }, iter: Chance.Cases);

    [Fact]
    public void Is_the_same_alone_and_beside_others() => Gen.Int.Sample(seed =>
    {
        var (one, other) = (AnyBill.Of(seed, groupWide: false), AnyBill.Of(seed ^ 0x5bd1e995, groupWide: false));
        other = other with { Policy = one.Policy };
        var (lines, accounts) = (one.Lines.Count, one.Accounts);
        var both = one with
        {
            Accounts = accounts + other.Accounts,
            Lines = [.. one.Lines, .. other.Lines.Select(l => (l.Id, l.Account + accounts))],
            Products = [.. one.Products, .. other.Products.Select(p => p with { Line = p.Line + lines, SharedWith = [.. p.SharedWith.Select(l => l + lines)] })],
            Events = [.. one.Events, .. other.Events.Select(e => e with { Line = e.Line + lines })],
            Advanced = [.. one.Advanced, .. other.Advanced],
            OneOffs = [.. one.OneOffs, .. other.OneOffs.Select(o => o with { Account = o.Account + accounts })],
        };
        var together = AnyBill.Billed(both).Bills;
        return Totals(AnyBill.Billed(one).Bills.Concat(AnyBill.Billed(other).Bills)).SequenceEqual(Totals(together));

        static IEnumerable<(long, long, int)> Totals(IEnumerable<AccountBill> bills) => bills.Select(b => (b.Total, b.Tax, b.Charges.Count));
    }, iter: Chance.Cases);

    [Fact]
    public void Takes_off_no_more_than_there_is() => Gen.Int.Sample(seed =>
    {
        var input = AnyBill.Of(seed);
        var outcome = AnyBill.Billed(input with { OneOffs = [], Advanced = [], Policy = input.Policy with { Total = null } });
        // Where tax comes on top and is rounded line by line, each line may be half a cent off its own.
        return outcome.Bills.All(b => b.Charges.Where(c => c.Source != ChargeSource.Deposit).Sum(c => c.Amount) >= (input.Policy.Tax == TaxRounding.Document ? 0 : -b.Charges.Count));
    }, iter: Chance.Cases);

    [Fact]
    public void Tells_every_unit_that_was_used() => Gen.Int.Sample(seed =>
    {
        var input = AnyBill.Of(seed);
        var outcome = AnyBill.Billed(input);
        var (from, to) = (AnyGroup.Clock.Begins(input.Period.From), AnyGroup.Clock.Begins(input.Period.To.AddDays(1)));
        var parked = outcome.Parked.Select(p => p.Event).ToHashSet();
        // Of what lies wholly in the period and was not parked nothing is missing; of what crosses its borders a part may be another bill's.
        long End(UsageEvent e) => e.Start + (e.Seconds * TimeSpan.TicksPerSecond);
        var told = outcome.Bills.SelectMany(b => b.Charges).Sum(c => c.Usage?.Actual ?? 0);
        var within = input.Events.Where(e => e.Start >= from && e.Start < to && End(e) <= to && !parked.Contains(e.Id)).Sum(e => e.Quantity);
        var atMost = within + input.Events.Where(e => e.Start < to && End(e) >= from && (e.Start < from || End(e) > to) && !parked.Contains(e.Id)).Sum(e => e.Quantity);
        return told >= within && told <= atMost;
    }, iter: Chance.Cases);
}
