using System.CommandLine;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary><c>wangting audit heads</c>: prints where the audit log stood each day, to be kept elsewhere and given to
/// <c>verify audit --heads</c>.</summary>
internal static class Audit
{
    public static Command Command()
    {
        var from = new Option<DateOnly>("--from") { Description = "First day (UTC), such as 2026-11-01." };
        var heads = new Command("heads", "Print each day's head of the audit log.") { from };
        heads.SetAction(async (parsed, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await using var scope = host.Services.CreateAsyncScope();
            foreach (var head in await scope.ServiceProvider.GetRequiredService<ListAuditHeads>().HandleAsync(parsed.GetValue(from), ct)) Console.WriteLine(head);
            return 0;
        });
        return new Command("audit", "The audit log.") { heads };
    }

    /// <exception cref="SetupProblem">A line that is not a head.</exception>
    public static IReadOnlyList<AuditHead> ReadHeads(FileInfo? file)
    {
        if (file is null) return [];
        if (!file.Exists) throw new SetupProblem($"{file.FullName} is not there.");
        return [.. File.ReadAllLines(file.FullName).Where(l => l.Trim().Length > 0).Select((line, i) => AuditHead.TryRead(line, out var head)
            ? head : throw new SetupProblem($"Line {i + 1} of {file.FullName} is not what `wangting audit heads` prints: day, row, hash."))];
    }
}
