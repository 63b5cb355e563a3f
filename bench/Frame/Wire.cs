using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wangting.Bench;

/// <summary>One kept connection that asks and waits for the answer: as little of a client as HTTP/1.1 allows, so that the
/// machine's time goes to the servers. The same for both sides.</summary>
internal sealed class Wire(int port) : IDisposable
{
    readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    byte[] buffer = new byte[64 * 1024];
    int bodyAt, filled;

    public int Status { get; private set; }
    public ReadOnlySpan<byte> Body => buffer.AsSpan(bodyAt, filled - bodyAt);
    public string Head => Encoding.Latin1.GetString(buffer, 0, bodyAt);
    public string Text => Encoding.UTF8.GetString(Body);

    public async ValueTask AskAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        if (!socket.Connected) await socket.ConnectAsync(IPAddress.Loopback, port, ct);
        await socket.SendAsync(request, ct);
        (bodyAt, filled) = (0, 0);
        long length = -1;
        while (true)
        {
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), ct);
            if (read == 0) throw new IOException("The server closed the connection.");
            filled += read;
            if (bodyAt == 0)
            {
                var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                if (end < 0) continue;
                bodyAt = end + 4;
                length = LengthOf(buffer.AsSpan(0, end));
            }
            // In chunks: the last one is empty. Without pipelining nothing follows it.
            if (length >= 0 ? filled >= bodyAt + length : filled >= bodyAt + 5 && buffer.AsSpan(0, filled).EndsWith("0\r\n\r\n"u8)) break;
        }
        Status = (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
    }

    static long LengthOf(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0) return head.IndexOf("chunked"u8) < 0 ? 0 : -1;
        long length = 0;
        foreach (var digit in head[(at + 16)..])
        {
            if (digit is < (byte)'0' or > (byte)'9') break;
            length = length * 10 + digit - '0';
        }
        return length;
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Asks over a fixed number of connections until so many requests are answered.</summary>
    /// <param name="requestOf">The request by its number.</param>
    /// <param name="check">Looks at an answer; throws when it is wrong.</param>
    public static async Task<long> AskAllAsync(int port, int connections, int requests, Func<int, ReadOnlyMemory<byte>> requestOf, Action<int, Wire> check, CancellationToken ct)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var wire = new Wire(port);
            for (int i; (i = Interlocked.Increment(ref next)) < requests;)
            {
                await wire.AskAsync(requestOf(i), ct);
                check(i, wire);
            }
        }, ct)));
        return requests;
    }

    public static ReadOnlyMemory<byte> Get(string path, params string[] headers) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept-Language: zh-CN\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n");
}
