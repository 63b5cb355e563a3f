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
        // The first of each warms up and is thrown away. Then in turn, and each round begins with the other side.
        for (var round = 0; round <= rounds; round++)
        {
            var oursFirst = round % 2 == 0;
            var first = await (oursFirst ? OursAsync(ct) : BareAsync(ct));
            var second = await (oursFirst ? BareAsync(ct) : OursAsync(ct));
            var (a, b) = oursFirst ? (first, second) : (second, first);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Name} {(round == 0 ? "warm-up" : round)}: {a.Value:N1} against {b.Value:N1} {Unit}"));
            if (round == 0) continue;
            ours.Add(a);
            bare.Add(b);
        }
        var (value, beside) = (Median(ours.Select(r => r.Value)), Median(bare.Select(r => r.Value)));
        double? cpu = ours.Concat(bare).All(r => r.CpuEach is not null) ? Median(ours.Select(r => r.CpuEach!.Value)) / Median(bare.Select(r => r.CpuEach!.Value)) : null;
        return new Result(this, value, beside, value / beside, cpu, Note);
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
