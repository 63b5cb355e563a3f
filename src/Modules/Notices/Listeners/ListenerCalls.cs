using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Wangting.Notices;

public enum CallResult { Taken, Failed, Gone }

/// <summary>Calls listeners. Where a name leads is decided when it is connected to, on the address itself; redirects are not
/// followed, and of the answer only the status is read.</summary>
public sealed class ListenerCalls : IDisposable
{
    readonly HttpClient http;
    readonly TimeProvider clock;

    public ListenerCalls(IOptions<ListenerOptions> options, TimeProvider clock)
    {
        this.clock = clock;
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxResponseHeadersLength = 16, MaxResponseDrainSize = 0, MaxConnectionsPerServer = 8, ActivityHeadersPropagator = null,
            ConnectCallback = (context, ct) => ConnectAsync(context, options.Value, ct),
        })
        { Timeout = TimeSpan.FromSeconds(10) };
    }

    public async Task<CallResult> SendAsync(Uri callback, Guid eventId, string body, string secret, CancellationToken ct)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Post, callback) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var at = clock.GetUtcNow().ToUnixTimeSeconds();
        ask.Headers.Add("X-Wangting-Event", eventId.ToString());
        ask.Headers.Add("X-Wangting-Signature", $"t={at},v1={Sign(secret, at, body)}");
        try
        {
            using var answer = await http.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, ct);
            return answer.StatusCode == HttpStatusCode.Gone ? CallResult.Gone : answer.IsSuccessStatusCode ? CallResult.Taken : CallResult.Failed;
        }
        catch (HttpRequestException) { return CallResult.Failed; }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return CallResult.Failed; }
    }

    /// <summary>HMAC-SHA256 over time and body, so that neither can be replayed under another.</summary>
    public static string Sign(string secret, long at, string body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}")));

    static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, ListenerOptions options, CancellationToken ct)
    {
        var found = IPAddress.TryParse(context.DnsEndPoint.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var allowed = Array.FindAll(found, options.Allows);
        if (allowed.Length == 0) throw new HttpRequestException("The callback leads inside.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => http.Dispose();
}
