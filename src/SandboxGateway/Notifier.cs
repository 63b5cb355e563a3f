using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Wangting.SandboxGateway;

/// <summary>Tells merchants, again and again until they say ok. What was not received before a restart is sent after it.</summary>
internal sealed class Notifier(Book book, Behaviour behaviour, GatewayOptions options, TimeProvider clock) : BackgroundService
{
    const int MostTries = 30;
    // Redirects are not followed: a notification goes where the merchant said or nowhere.
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
    readonly CancellationTokenSource stopping = new();
    readonly ConcurrentDictionary<string, Lazy<Task>> sending = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                foreach (var news in book.Untold()) _ = SendAsync(news);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* the end */ }
    }

    /// <summary>Sends in the background, once however often it is asked; the task ends when it was received or given up.</summary>
    public Task SendAsync(Notification news) =>
        sending.GetOrAdd(news.Body.NotificationId, _ => new(() => Task.Run(() => DeliverAsync(news, stopping.Token), CancellationToken.None))).Value;

    async Task DeliverAsync(Notification news, CancellationToken ct)
    {
        try
        {
            if (behaviour.TakeDrop())
            {
                book.Note(news with { Dropped = true });
                return;
            }
            var copies = Math.Max(1, behaviour.Now.RepeatNotifications);
            for (var received = 0; received < copies && news.Sent < MostTries;)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(behaviour.Now.NotificationDelayMs), clock, ct);
                var ok = await PostAsync(news, ct);
                if (ok) received++;
                book.Note(news = news with { Sent = news.Sent + 1, Received = news.Received || ok });
                if (!ok) await Task.Delay(TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Min(news.Sent - 1, 20)))), clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* sent again after the restart */ }
    }

    async Task<bool> PostAsync(Notification news, CancellationToken ct)
    {
        var url = new Uri(news.Url);
        var body = JsonSerializer.SerializeToUtf8Bytes(news.Body, References.Json);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var secret = behaviour.TakeForge() ? "not the secret" : options.Secrets[news.Merchant];
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(Signature.MerchantHeader, news.Merchant);
        request.Headers.Add(Signature.TimestampHeader, timestamp);
        request.Headers.Add(Signature.SignatureHeader, Signature.Make(secret, timestamp, "POST", url.PathAndQuery, body));
        try
        {
            using var answer = await http.SendAsync(request, ct);
            return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync(ct)).StartsWith("ok", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return false; // away, or too slow: there is a next time
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        http.Dispose();
        stopping.Dispose();
        base.Dispose();
    }
}
