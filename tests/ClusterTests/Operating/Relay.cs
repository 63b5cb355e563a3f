using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Wangting.ClusterTests.Operating;

/// <summary>A wire between a node and its database that a test can cut: every connection breaks, no new one is accepted,
/// as when the server is gone.</summary>
internal sealed class Relay : IAsyncDisposable
{
    readonly IPEndPoint server;
    readonly int port;
    readonly ConcurrentDictionary<Socket, bool> open = new();
    TcpListener? listener;

    public Relay(string host, int port)
    {
        server = new IPEndPoint(IPAddress.Parse(host), port);
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        this.port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync(listener);
    }

    public int Port => port;

    public void Cut()
    {
        listener?.Dispose();
        listener = null;
        foreach (var socket in open.Keys) socket.Dispose();
        open.Clear();
    }

    public void Restore()
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync(listener);
    }

    async Task AcceptAsync(TcpListener from)
    {
        try
        {
            while (true)
            {
                var near = await from.AcceptSocketAsync();
                var far = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                await far.ConnectAsync(server);
                (open[near], open[far]) = (true, true);
                _ = PumpAsync(near, far);
                _ = PumpAsync(far, near);
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException) { /* cut */ }
    }

    static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var n) await to.SendAsync(buffer.AsMemory(0, n));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException) { /* cut, or one side is done */ }
        from.Dispose();
        to.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return default;
    }
}
