using System.Diagnostics;

namespace Wangting.Bench;

/// <summary>A project as an operator gets it: published, Release, for this machine.</summary>
internal static class Published
{
    /// <returns>The folder with the program.</returns>
    public static async Task<string> MakeAsync(string project, string into, CancellationToken ct)
    {
        Console.Error.WriteLine($"  publishing {project} …");
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = OwnPostgres.Repository };
        foreach (var argument in (string[])["publish", project, "-c", "Release", "-o", into, "-v", "q", "--nologo", "--use-current-runtime", "--self-contained", "false"]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? into : throw new InvalidOperationException($"{project} cannot be published: {said}");
    }
}
