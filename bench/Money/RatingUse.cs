using System.Diagnostics;
using System.Globalization;
using Wangting.Billing.Rating;

namespace Wangting.Bench;

/// <summary>Rating in memory on one core: a thousand lines of twenty plans, a thousand events each, in no order.</summary>
internal sealed class RatingUse : Comparison
{
    const int Lines = 1_000, Events = 1_000;
    readonly Rater rater = new(MixedUse.Clock);
    readonly UsageEvent[] buffer = new UsageEvent[Events];
    (RatingGroup Group, UsageEvent[] Events)[] lines = [];
    double bytes;

    public override string Name => "rate";
    public override string What => "events rated in memory on a core, against the stated 1,000,000";
    public override string Unit => "events/s";
    public override (double Meaningful, double Aim)? Limits => (1, 3);
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{bytes:N1} bytes of memory an event");

    protected override Task PrepareAsync(World world, CancellationToken ct)
    {
        var (from, to) = (MixedUse.Clock.Begins(new DateOnly(2026, 10, 1)), MixedUse.Clock.Begins(new DateOnly(2026, 11, 1)));
        var tariffs = Enumerable.Range(1, 20).Select(n => new Tariff(MixedUse.Plan(n), MixedUse.Zones)).ToArray();
        lines = [.. Enumerable.Range(0, Lines).Select(i =>
        {
            var held = MixedUse.Held(i, tariffs[i % tariffs.Length]);
            var line = new RatedLine(held.Product, [Segment.Of(held.FromTicks, held.ToTicks, [new Holding(held.Product, held.Tariff, 0)])]);
            return (new RatingGroup([line], [.. held.Tariff.Terms.Allowances.Select((a, n) => new Pool(new Guid(n + 1, 0, 0, new byte[8]), a.Covers, MixedUse.Zones, a.Quantity, a.Priority, from, to, from, [0]))]), MixedUse.Month(i, 10, Events));
        })];
        return Task.CompletedTask;
    }

    protected override Task<Run> OursAsync(CancellationToken ct)
    {
        var (from, to) = (MixedUse.Clock.Begins(new DateOnly(2026, 10, 1)), MixedUse.Clock.Begins(new DateOnly(2026, 11, 1)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        foreach (var (group, events) in lines)
        {
            events.CopyTo(buffer, 0);
            if (rater.Rate(group, buffer, from, to).Charges.Count == 0) throw new InvalidOperationException("Nothing was rated.");
        }
        var seconds = watch.Elapsed.TotalSeconds;
        bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(Lines * Events);
        return Task.FromResult(new Run(Lines * Events / seconds, null));
    }

    protected override Task<Run> BareAsync(CancellationToken ct) => Task.FromResult(new Run(1_000_000, null));
}
