using Wangting.Billing.Rating;

namespace Wangting.Billing;

/// <summary>Months of the same accounts with every line of any of them in the same place of all.</summary>
internal static class Aligned
{
    public static IReadOnlyList<BillInput> Of(params IReadOnlyList<BillInput> months)
    {
        if (months.All(m => m.Lines.SequenceEqual(months[0].Lines))) return months;
        var lines = months.SelectMany(m => m.Lines).DistinctBy(l => l.Id).OrderBy(l => l.Id).ToArray();
        var places = lines.Select((l, i) => (l.Id, i)).ToDictionary(l => l.Id, l => l.i);
        return [.. months.Select(Moved)];

        BillInput Moved(BillInput of)
        {
            return of with
            {
                Lines = lines,
                Products = [.. of.Products.Select(p => p with { Line = At(p.Line), SharedWith = [.. p.SharedWith.Select(At).Order()] })],
                Pools = [.. of.Pools.Select(p => p.Of([.. p.Lines.Select(At).Order()]))],
                Events = [.. of.Events.Select(e => e with { Line = At(e.Line) })],
                OneOffs = [.. of.OneOffs.Select(o => o with { Line = At(o.Line) })],
            };

            int At(int place) => place < 0 ? place : places[of.Lines[place].Id];
        }
    }
}
