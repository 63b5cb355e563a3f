using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wangting.ClusterTests.Payments;

/// <summary>One of our programs as a process of its own, that can be killed without warning (SIGKILL).</summary>
public sealed class OwnProcess : IAsyncDisposable
{
    readonly Process process;
    readonly StringBuilder said = new();
    readonly TaskCompletionSource<string> firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    OwnProcess(Process process) => this.process = process;

    public bool IsDead => process.HasExited;
    public Task<string> FirstLine => firstLine.Task;

    public string Said
    {
        get { lock (said) return said.ToString(); }
    }

    /// <param name="withTests">Start it with this assembly beside it, so that <see cref="Faults"/> can come in.</param>
    public static OwnProcess Start(string dll, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, bool withTests = false)
    {
        var folder = AppContext.BaseDirectory;
        var tests = Path.Combine(folder, "Wangting.ClusterTests");
        string[] how = withTests ? ["exec", "--depsfile", tests + ".deps.json", "--runtimeconfig", tests + ".runtimeconfig.json", Path.Combine(folder, dll)] : [Path.Combine(folder, dll)];
        return StartProgram("dotnet", [.. how, .. arguments], environment);
    }

    /// <summary>Any program.</summary>
    public static OwnProcess StartProgram(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0"; // these live for seconds: profiling them costs more than it gives
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        var own = new OwnProcess(new Process { StartInfo = start });
        own.process.OutputDataReceived += (_, line) => own.Hear(line.Data);
        own.process.ErrorDataReceived += (_, line) => own.Hear(line.Data);
        own.process.Start();
        own.process.BeginOutputReadLine();
        own.process.BeginErrorReadLine();
        return own;
    }

    void Hear(string? line)
    {
        if (line is null) return;
        lock (said) said.AppendLine(line);
        firstLine.TrySetResult(line);
    }

    /// <summary>The signal to stop (SIGTERM), as systemd sends it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>A command to its end.</summary>
    public static async Task<(int Code, string Said)> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["LANG"] = "en_US.UTF-8";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await said + await wrong);
    }

    /// <summary><c>wangting …</c> with these settings.</summary>
    public static Task<(int Code, string Said)> WangtingAsync(IReadOnlyDictionary<string, string?> settings, params string[] arguments) =>
        RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "wangting.dll"), .. arguments], AsEnvironment(settings));

    public static Dictionary<string, string?> AsEnvironment(IReadOnlyDictionary<string, string?> settings) =>
        settings.ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value);

    public async Task KillAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async Task<bool> DiesWithinAsync(TimeSpan time)
    {
        using var limit = new CancellationTokenSource(time);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }
}
