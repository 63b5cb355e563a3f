using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Wangting.Bench;

/// <summary>A published server in a process of its own, on a free port of this machine.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    readonly Process process;
    readonly Stopwatch since = Stopwatch.StartNew();

    ServerProcess(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }
    public int Id => process.Id;
    /// <summary>Milliseconds from the command to the first page.</summary>
    public double FirstPageAfter { get; private set; }

    /// <param name="program">Path of the published program, then its arguments.</param>
    /// <param name="firstPage">Asked for until it is there.</param>
    public static async Task<ServerProcess> StartAsync(string program, string[] arguments, IReadOnlyDictionary<string, string?> settings, string firstPage, CancellationToken ct)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(program) };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Urls"] = $"http://127.0.0.1:{port}";
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var server = new ServerProcess(Process.Start(start)!, port);
        server.process.OutputDataReceived += static (_, _) => { };
        server.process.BeginOutputReadLine();
        await server.ReachAsync(firstPage, ct);
        return server;
    }

    /// <summary>Megabytes in memory: what the kernel counts as resident.</summary>
    public double Megabytes =>
        long.Parse(File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))[6..^2].Trim(), CultureInfo.InvariantCulture) / 1024.0;

    async Task ReachAsync(string page, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        while (since.Elapsed < Patience && !process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(page, ct);
                if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{page} answers {(int)answer.StatusCode}.");
                FirstPageAfter = since.Elapsed.TotalMilliseconds;
                return;
            }
            catch (HttpRequestException) { await Task.Delay(2, ct); } // not listening yet
        }
        throw new InvalidOperationException($"{process.StartInfo.FileName} did not come up.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
