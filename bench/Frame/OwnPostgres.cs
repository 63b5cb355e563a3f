using System.Diagnostics;

namespace Wangting.Bench;

/// <summary>A PostgreSQL for this run alone, by the script that the tests use: nothing is flushed, so what is measured is
/// work and not the disk.</summary>
internal static class OwnPostgres
{
    const string Variable = "WANGTING_TEST_POSTGRES";

    public static string? Connection => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } connection ? connection : null;

    public static async Task<int> RunAgainUnderItAsync(string[] args, CancellationToken ct)
    {
        var script = Path.Combine(Repository, "dev", "postgres");
        var start = new ProcessStartInfo(script) { UseShellExecute = false };
        start.Environment["WANGTING_POSTGRES_OPTIONS"] = "-c shared_buffers=1GB -c max_wal_size=8GB -c checkpoint_timeout=30min";
        string[] again = ["run", Environment.ProcessPath!, .. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? new[] { typeof(OwnPostgres).Assembly.Location } : [], .. args];
        foreach (var argument in again) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    public static string Repository
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Wangting.slnx"))) return folder.FullName;
            throw new InvalidOperationException("The bench runs inside the repository: dotnet run -c Release --project bench.");
        }
    }
}
