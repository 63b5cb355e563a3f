using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Wangting.Operating;

/// <summary>Tells systemd when the hall is open, that it lives, and when it closes: sd_notify(3). The platform's package
/// does the first and the last; the watchdog, which finds a process that is there and does nothing, it leaves out.</summary>
internal sealed class Systemd(TimeProvider clock) : IHostedLifecycleService, IAsyncDisposable
{
    readonly CancellationTokenSource ended = new();
    Task living = Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Say("READY=1");
        if (Interval(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), Environment.ProcessId) is { } interval) living = LiveAsync(interval);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Say("STOPPING=1");
        return Task.CompletedTask;
    }

    /// <summary>How often to say that we live: twice in the time after which systemd would give up.</summary>
    internal static TimeSpan? Interval(string? microseconds, string? pid, int ourselves) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time > 0
        && (string.IsNullOrEmpty(pid) || pid == ourselves.ToString(CultureInfo.InvariantCulture)) ? TimeSpan.FromMicroseconds(time / 2) : null;

    // On the thread pool like every request: one that is starved does not say it, and is started anew.
    async Task LiveAsync(TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ended.Token)) Say("WATCHDOG=1");
        }
        catch (OperationCanceledException) { /* the process ends */ }
    }

    static void Say(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } path) return;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try { socket.SendTo(Encoding.ASCII.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path)); }
        catch (SocketException) { /* nobody listens: systemd will find out by its own time limit */ }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await living;
        ended.Dispose();
    }
}
