using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Wangting.Bench;

/// <summary>Time, and the processor time of everybody who took part: this process, the database server with all its
/// backends, and whatever else was started.</summary>
internal sealed class Meter(int postmaster)
{
    // USER_HZ, which the kernel promises to be 100 towards user space (proc(5)).
    const double Ticks = 100;

    /// <summary>Finds the server's first process; a backend is its child.</summary>
    public static async Task<Meter> OfAsync(string server, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(ct);
        return new Meter(Stat(connection.ProcessID)?.Parent ?? 0);
    }

    /// <param name="work">Answers how many units it did.</param>
    /// <param name="others">Further processes that took part, by id.</param>
    /// <returns>Units a second.</returns>
    public Task<Run> RateAsync(Func<Task<long>> work, params int[] others) => RateAsync(work, asking: false, others);

    /// <summary>The same where this process only asks: its own time is the same for both sides and counts for neither.</summary>
    public Task<Run> AskedRateAsync(Func<Task<long>> work, int server) => RateAsync(work, asking: true, server);

    async Task<Run> RateAsync(Func<Task<long>> work, bool asking, params int[] others)
    {
        GC.Collect();
        var before = Cpu(asking, others);
        var watch = Stopwatch.StartNew();
        var units = await work();
        var seconds = watch.Elapsed.TotalSeconds;
        return new Run(units / seconds, (Cpu(asking, others) - before) / units);
    }

    double Cpu(bool asking, int[] others)
    {
        using var self = Process.GetCurrentProcess();
        // Backends that have ended are in their parent's children's time, the living are looked up.
        var server = Stat(postmaster) is { } first ? first.Own + first.Ended + Living().Sum(s => s.Own) : 0;
        return (asking ? 0 : self.TotalProcessorTime.TotalSeconds) + server + others.Sum(id => Stat(id) is { } other ? other.Own + other.Ended : 0);
    }

    IEnumerable<(int Parent, double Own, double Ended)> Living() =>
        Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? Stat(id) : null)
            .Where(s => s?.Parent == postmaster).Select(s => s!.Value);

    static (int Parent, double Own, double Ended)? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            // The name in parentheses may hold blanks; after it come state, parent, …, and the times as fields 14 to 17.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), (Of(11) + Of(12)) / Ticks, (Of(13) + Of(14)) / Ticks);
            double Of(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture);
        }
        catch (IOException) { return null; } // gone meanwhile
    }
}
