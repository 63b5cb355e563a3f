using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Wangting.ChannelTests.Peers;

/// <summary>A program of somebody else's that a scenario talks to, started for it and ended with it.</summary>
internal sealed class Peer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly Process process;
    readonly ConcurrentQueue<string> said = new();

    Peer(Process process) => this.process = process;

    /// <summary>The program, or a skip (a failure on CI) where it is not installed.</summary>
    public static string Installed(params string[] places)
    {
        if (places.FirstOrDefault(File.Exists) is { } found) return found;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"{places[0]} is not here, and on CI no peer is skipped. Run dev/setup.");
        Assert.Skip($"{places[0]} is not here: dev/setup installs it.");
        return "";
    }

    public static Peer Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var peer = new Peer(Process.Start(start)!);
        peer.process.OutputDataReceived += (_, line) => peer.said.Enqueue(line.Data ?? "");
        peer.process.ErrorDataReceived += (_, line) => peer.said.Enqueue(line.Data ?? "");
        peer.process.BeginOutputReadLine();
        peer.process.BeginErrorReadLine();
        return peer;
    }

    /// <summary>Returns once it takes connections at this port.</summary>
    public async Task ListensAtAsync(int port)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            using var knock = new TcpClient();
            try
            {
                await knock.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException) when (!process.HasExited && since.Elapsed < Patience) { /* not yet */ }
            catch (SocketException) { Assert.Fail($"{process.StartInfo.FileName} does not listen: {string.Join('\n', said.TakeLast(20))}"); }
        }
    }

    /// <summary>Ports that nothing listens at now.</summary>
    public static int[] FreePorts(int count)
    {
        var held = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        held.ForEach(l => l.Start());
        var ports = held.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        held.ForEach(l => l.Dispose());
        return ports;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
