using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Wangting.ChannelTests.Peers;

/// <summary>One part of a message as it came over the air: its octets, not somebody's idea of them.</summary>
/// <param name="Coding">SMPP's data_coding: 8 is UCS-2, 0 the centre's own alphabet.</param>
/// <param name="Header">User data header: which part of how many.</param>
internal sealed record AirMessage(string Id, string From, string To, byte Coding, byte[] Header, byte[] Body)
{
    public string Words => Coding == 8 ? Encoding.BigEndianUnicode.GetString(Body) : Encoding.ASCII.GetString(Body);
}

/// <summary>An operator's short message centre, as much of SMPP 3.4 as Kannel needs: it takes what is submitted and reports
/// what became of it when told to.</summary>
internal sealed class MessageCentre : IAsyncDisposable
{
    const uint SubmitSm = 0x04, DeliverSm = 0x05, Unbind = 0x06, BindTransceiver = 0x09, EnquireLink = 0x15, Response = 0x8000_0000;
    readonly TcpListener door = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource end = new();
    readonly TaskCompletionSource bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Channel<AirMessage> taken = Channel.CreateUnbounded<AirMessage>();
    readonly SemaphoreSlim turn = new(1);
    readonly Task work;
    NetworkStream? line;
    uint counted;

    public MessageCentre()
    {
        door.Start();
        work = WorkAsync();
    }

    public int Port => ((IPEndPoint)door.LocalEndpoint).Port;
    public Task Bound => bound.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>The next part that comes.</summary>
    public async Task<AirMessage> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return await taken.Reader.ReadAsync(limit.Token);
    }

    /// <summary>What has come besides.</summary>
    public bool IsEmpty => taken.Reader.Count == 0;

    /// <summary>Tells Kannel what became of a message: DELIVRD, UNDELIV (SMPP 3.4, appendix B).</summary>
    public Task ReportAsync(AirMessage message, string state)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"id:{message.Id} sub:001 dlvrd:001 submit date:2611231000 done date:2611231001 stat:{state} err:000 text:");
        byte[] body = [0, 1, 1, .. Text(message.To), 0, 1, .. Text(message.From), 0x04, 0, 0, 0, 0, 0, 0, 0, 0, (byte)words.Length, .. Encoding.ASCII.GetBytes(words)];
        return WriteAsync(DeliverSm, Interlocked.Increment(ref counted), body);
    }

    async Task WorkAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await door.AcceptTcpClientAsync(end.Token);
                line = caller.GetStream();
                try { while (await ServeAsync(line)) { } }
                catch (IOException) { /* it hung up, and will call again */ }
            }
        }
        catch (OperationCanceledException) { /* the scenario is over */ }
    }

    async Task<bool> ServeAsync(NetworkStream stream)
    {
        var head = new byte[16];
        await stream.ReadExactlyAsync(head, end.Token);
        var (length, command, number) = (Read(head, 0), Read(head, 4), Read(head, 12));
        var body = new byte[length - 16];
        await stream.ReadExactlyAsync(body, end.Token);
        switch (command)
        {
            case BindTransceiver:
                await WriteAsync(command | Response, number, Text("centre"));
                bound.TrySetResult();
                break;
            case SubmitSm:
                var message = Take(body, Interlocked.Increment(ref counted).ToString(CultureInfo.InvariantCulture));
                await WriteAsync(command | Response, number, Text(message.Id));
                await taken.Writer.WriteAsync(message);
                break;
            case EnquireLink or Unbind:
                await WriteAsync(command | Response, number, []);
                break;
        }
        return command != Unbind;
    }

    static AirMessage Take(byte[] body, string id)
    {
        var at = 0;
        string Next()
        {
            var end = Array.IndexOf(body, (byte)0, at);
            var text = Encoding.ASCII.GetString(body, at, end - at);
            at = end + 1;
            return text;
        }
        Next(); // service type
        at += 2;
        var from = Next();
        at += 2;
        var to = Next();
        var hasHeader = (body[at] & 0x40) != 0;
        at += 3; // class, protocol, priority
        Next();
        Next(); // when to deliver, until when
        at += 2; // report wanted, replace
        var coding = body[at];
        var words = body.AsSpan(at + 3, body[at + 2]);
        var header = hasHeader ? words[0] + 1 : 0;
        return new(id, from, to, coding, words[..header].ToArray(), words[header..].ToArray());
    }

    async Task WriteAsync(uint command, uint number, byte[] body)
    {
        var packet = new byte[16 + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)packet.Length);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), command);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), number);
        body.CopyTo(packet, 16);
        await turn.WaitAsync(end.Token);
        try { await line!.WriteAsync(packet, end.Token); }
        finally { turn.Release(); }
    }

    static uint Read(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    static byte[] Text(string text) => [.. Encoding.ASCII.GetBytes(text), 0];

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await work;
        door.Dispose();
        end.Dispose();
        turn.Dispose();
    }
}
