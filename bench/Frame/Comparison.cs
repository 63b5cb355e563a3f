using System.Globalization;

namespace Wangting.Bench;

/// <summary>One run of one side.</summary>
/// <param name="Value">What is compared, in the comparison's unit.</param>
/// <param name="CpuEach">Seconds of all processors for each unit of work; null where that says nothing.</param>
internal readonly record struct Run(double Value, double? CpuEach);

/// <param name="Ratio">Ours by bare, of the medians.</param>
internal sealed record Result(Comparison Of, double Ours, double Bare, double Ratio, double? CpuRatio, string? Note);

/// <summary>One line of the table: the product, and beside it the least that could do the same. Both are measured in the
/// same process minutes, in turn, so that a machine's mood falls on both.</summary>
internal abstract class Comparison : IAsyncDisposable
{
    public abstract string Name { get; }
    public abstract string What { get; }
    /// <summary>Such as <c>rows/s</c>.</summary>
    public abstract string Unit { get; }
    /// <summary>Ratios from which on the figure is of use, and that are aimed at; null where none is set.</summary>
    public virtual (double Meaningful, double Aim)? Limits => null;
    /// <summary>False for times and sizes.</summary>
    public virtual bool MoreIsBetter => true;
    /// <summary>How often both sides may run before it counts: once, where every run begins anew.</summary>
    protected virtual int MostWarmUps => 12;
    /// <summary>Whatever the line should say beside its figures.</summary>
    public virtual string? Note => null;

    /// <summary>Once, before the first run; not measured.</summary>
    protected abstract Task PrepareAsync(World world, CancellationToken ct);

    protected abstract Task<Run> OursAsync(CancellationToken ct);

    protected abstract Task<Run> BareAsync(CancellationToken ct);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    public async Task<Result> MeasureAsync(World world, int rounds, CancellationToken ct)
    {
        await PrepareAsync(world, ct);
        var (ours, bare) = (new List<Run>(), new List<Run>());
        await WarmUpAsync(ct);
        // In turn, and each round begins with the other side.
        for (var round = 1; round <= rounds; round++)
        {
            var (a, b) = await RoundAsync(round % 2 == 0, round.ToString(CultureInfo.InvariantCulture), ct);
            ours.Add(a);
            bare.Add(b);
        }
        var (value, beside) = (Median(ours.Select(r => r.Value)), Median(bare.Select(r => r.Value)));
        double? cpu = ours.Concat(bare).All(r => r.CpuEach is not null) ? Median(ours.Select(r => r.CpuEach!.Value)) / Median(bare.Select(r => r.CpuEach!.Value)) : null;
        return new Result(this, value, beside, value / beside, cpu, Note);
    }

    // A server runs for weeks, and its first minute is the compiler's: both sides are asked until neither has become faster
    // by a twentieth twice running, or for as often as is bearable.
    async Task WarmUpAsync(CancellationToken ct)
    {
        var (ours, bare, steady) = (0.0, 0.0, 0);
        for (var turn = 1; turn <= MostWarmUps && steady < 2; turn++)
        {
            var (a, b) = await RoundAsync(turn % 2 == 1, "warm-up", ct);
            steady = a.Value > ours * 1.05 || b.Value > bare * 1.05 ? 0 : steady + 1;
            (ours, bare) = (Math.Max(ours, a.Value), Math.Max(bare, b.Value));
        }
    }

    async Task<(Run Ours, Run Bare)> RoundAsync(bool oursFirst, string called, CancellationToken ct)
    {
        var first = await (oursFirst ? OursAsync(ct) : BareAsync(ct));
        var second = await (oursFirst ? BareAsync(ct) : OursAsync(ct));
        var (a, b) = oursFirst ? (first, second) : (second, first);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Name} {called}: {a.Value:N1} against {b.Value:N1} {Unit}"));
        return (a, b);
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
