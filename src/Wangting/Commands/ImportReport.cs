using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Wangting.Import;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary>What an import shows: a bar with rate and time left on a terminal, plain lines elsewhere; at the end a table of
/// what became of each kind, with the sums of its amounts to hold against the other system's.</summary>
internal sealed class ImportReport(Texts texts, string language)
{
    static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);
    long rows;

    public async Task<Outcome<ImportDone>> WatchAsync(Func<IProgress<ImportProgress>, Task<Outcome<ImportDone>>> run)
    {
        if (Console.IsOutputRedirected) return await run(new Each(PlainLines()));
        return await AnsiConsole.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(bar =>
            {
                var task = bar.AddTask("…");
                var watch = Stopwatch.StartNew();
                return run(new Each(progress =>
                {
                    rows = progress.Rows;
                    task.MaxValue = progress.TotalBytes;
                    task.Value = progress.Bytes;
                    task.Description = Say("import.cli.rate", ("rows", progress.Rows), ("rate", Rate(progress.Rows, watch)), ("rejected", progress.Rejected));
                }));
            });
    }

    Action<ImportProgress> PlainLines()
    {
        var watch = Stopwatch.StartNew();
        var last = TimeSpan.Zero;
        return progress =>
        {
            rows = progress.Rows;
            if (watch.Elapsed - last < BetweenLines) return;
            last = watch.Elapsed;
            var left = progress.Bytes == 0 ? 0 : (progress.TotalBytes - progress.Bytes) * watch.Elapsed.TotalSeconds / progress.Bytes;
            Console.WriteLine(Say("import.cli.line", ("percent", progress.Bytes * 100 / Math.Max(1, progress.TotalBytes)), ("rows", progress.Rows), ("rate", Rate(progress.Rows, watch)),
                ("rejected", progress.Rejected), ("left", TimeSpan.FromSeconds(Math.Round(left)).ToString("c", CultureInfo.InvariantCulture))));
        };
    }

    static long Rate(long rows, Stopwatch watch) => (long)(rows / Math.Max(0.001, watch.Elapsed.TotalSeconds));

    public void Say(ImportDone done, bool dryRun)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in new[] { "kind", "added", "updated", "unchanged", "refused" }) table.AddColumn(Say("import.cli." + heading), c => c.NoWrap());
        table.AddColumn(Say("import.cli.sums"), c => c.NoWrap());
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var (kind, totals) in done.Totals.Kinds)
            table.AddRow([kind, Count(totals.Added), Count(totals.Updated), Count(totals.Unchanged), Count(totals.Refused),
                string.Join('\n', totals.Sums.Select(s => Markup.Escape($"{s.Key} {Amount(s.Value)}")))]);
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160; // a file has no width to fold at
        AnsiConsole.Write(table);
        if (done.Totals.Kinds.Sum(k => k.Value.Parked) is > 0 and var parked) Console.WriteLine(Say("import.cli.parked", ("events", parked)));
        if (done.ContinuedAt > 0) Console.WriteLine(Say("import.cli.continued", ("rows", done.ContinuedAt)));
        Console.WriteLine(Say("import.cli.done", ("rows", done.Totals.Rows), ("encoding", done.Encoding)));
        if (done.Totals.RowsWithRejects > 0) Console.WriteLine(Say("import.cli.rejects", ("rows", done.Totals.RowsWithRejects), ("file", done.Rejects)));
        if (done.EndsOpen) Console.WriteLine(Say("import.cli.ends_open"));
        if (dryRun) Console.WriteLine(Say("import.cli.dry_run"));
    }

    public void Say(Refusal refusal)
    {
        Console.Error.WriteLine(texts.Say(language, refusal));
        if (refusal.Details?.GetValueOrDefault("problems") is IEnumerable<Kernel.Text> problems)
            foreach (var problem in problems) Console.Error.WriteLine("  " + texts.Say(language, problem));
    }

    public void SayStopped(string? why, bool dryRun)
    {
        if (why is not null) Console.Error.WriteLine(why);
        Console.Error.WriteLine(Say(dryRun ? "import.cli.stopped_dry" : "import.cli.stopped", ("rows", rows)));
    }

    static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    string Amount(decimal minor)
    {
        var digits = texts.Currency.MinorDigits;
        return (minor * new decimal(1, 0, 0, false, (byte)digits)).ToString("N" + digits, CultureInfo.InvariantCulture);
    }

    string Say(string key, params (string, object?)[] values) => texts.Say(language, key, values);

    // Progress<T> would report from another thread, out of order.
    sealed class Each(Action<ImportProgress> act) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => act(value);
    }
}
