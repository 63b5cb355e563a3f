using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Wangting.Import;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.Commands;

/// <summary><c>wangting import KIND FILE --map MAP</c>: brings in another system's file (docs/import.md). Exit codes: 0 all
/// taken, 1 the command itself was wrong, 2 not begun, 3 stopped on the way and to be started again, 4 some rows refused,
/// 130 interrupted.</summary>
internal static class ImportFile
{
    const int NotBegun = 2, Stopped = 3, SomeRefused = 4, Interrupted = 130;

    public static Command Command()
    {
        var kind = new Argument<string>("kind") { Description = "What the rows are about: " + string.Join(", ", new ImportKinds().Names) + "." };
        kind.AcceptOnlyFromAmong([.. new ImportKinds().Names]);
        var file = new Argument<string>("file") { Description = "CSV, in UTF-8 or GB18030." };
        var map = new Option<string>("--map") { Description = "The mapping file.", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Do everything and keep nothing." };
        var rejects = new Option<string?>("--rejects") { Description = "Where to write what is refused; by default FILE.rejects.csv." };
        var encoding = new Option<string?>("--encoding") { Description = "utf-8 or gb18030; by default the map says, or the file shows it." };
        encoding.AcceptOnlyFromAmong("utf-8", "gb18030");
        var command = new Command("import", "Bring in another system's file by a mapping file.") { kind, file, map, dryRun, rejects, encoding };
        command.SetAction((parsed, ct) => RunAsync(
            new RunImport(parsed.GetValue(kind)!, parsed.GetValue(file)!, parsed.GetValue(map)!, parsed.GetValue(dryRun), parsed.GetValue(rejects), parsed.GetValue(encoding)), ct));
        return command;
    }

    static async Task<int> RunAsync(RunImport command, CancellationToken ct)
    {
        using var host = Hall.BuildForCommand(new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "None" });
        await host.Services.PrepareAsync(migratePostgres: false, ct);
        await using var scope = host.Services.CreateAsyncScope();
        var texts = scope.ServiceProvider.GetRequiredService<Texts>();
        var language = CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? "zh-CN" : "en";
        var report = new ImportReport(texts, language);
        try
        {
            var outcome = await report.WatchAsync(progress => scope.ServiceProvider.GetRequiredService<RunImportHandler>()
                .HandleAsync(command, Caller.System with { Channel = Channel.Terminal, Language = language }, progress, ct));
            if (outcome.IsRefused(out var why, out var done))
            {
                report.Say(why);
                return why.Kind == RefusalKind.Conflict ? Stopped : NotBegun;
            }
            report.Say(done, command.DryRun);
            return done.Totals.RowsWithRejects == 0 ? 0 : SomeRefused;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            report.SayStopped(null, command.DryRun);
            return Interrupted;
        }
        catch (Exception fault) when (fault is DbException or DbUpdateException or IOException)
        {
            report.SayStopped(fault.GetBaseException().Message, command.DryRun);
            return Stopped;
        }
    }
}
