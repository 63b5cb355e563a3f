using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Wangting.Billing;

namespace Wangting.Mirror;

/// <summary>Our proof to the owner: a token by client credentials, fetched once and kept until shortly before it ends, or a
/// header that stays the same.</summary>
public sealed class OwnersToken(IHttpClientFactory clients, IOptions<MirrorOptions> options) : IDisposable
{
    internal const string Client = "mirror-token";
    const int MostBytes = 64_000;
    static readonly TimeSpan Early = TimeSpan.FromSeconds(30);
    readonly SemaphoreSlim one = new(1);
    string? token;
    long until;

    /// <summary>Puts the proof on a request.</summary>
    /// <exception cref="HttpRequestException">The token endpoint gave none.</exception>
    public async Task ProveAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var credentials = options.Value.Credentials;
        if (credentials.Header.Length > 0) request.Headers.TryAddWithoutValidation(credentials.Header, credentials.Value);
        if (credentials.TokenEndpoint is null) return;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await CurrentAsync(credentials, ct));
    }

    /// <summary>The owner did not take it: the next request fetches another.</summary>
    public void Forget() => Volatile.Write(ref until, 0);

    async Task<string> CurrentAsync(OwnersCredentials credentials, CancellationToken ct)
    {
        if (token is { } known && Environment.TickCount64 < Volatile.Read(ref until)) return known;
        await one.WaitAsync(ct);
        try
        {
            if (token is { } fetched && Environment.TickCount64 < Volatile.Read(ref until)) return fetched;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(options.Value.TimeoutMilliseconds);
            using var client = clients.CreateClient(Client);
            client.MaxResponseContentBufferSize = MostBytes;
            using var form = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"), new("client_id", credentials.ClientId), new("client_secret", credentials.ClientSecret),
                .. credentials.Scope.Length > 0 ? [new("scope", credentials.Scope)] : Array.Empty<KeyValuePair<string, string>>(),
            ]);
            using var answer = await client.PostAsync(credentials.TokenEndpoint, form, limit.Token);
            answer.EnsureSuccessStatusCode();
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(limit.Token));
            token = json.RootElement.TryGetProperty("access_token", out var given) && given.GetString() is { Length: > 0 } text ? text : throw new HttpRequestException("The token endpoint gave no token.");
            var seconds = json.RootElement.TryGetProperty("expires_in", out var left) && left.TryGetInt32(out var n) && n > 0 ? n : 300;
            Volatile.Write(ref until, Environment.TickCount64 + Math.Max(1000, (long)(TimeSpan.FromSeconds(seconds) - Early).TotalMilliseconds));
            return token;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) { throw new HttpRequestException("The token endpoint did not answer with a token.", fault); }
        finally { one.Release(); }
    }

    public void Dispose() => one.Dispose();
}
