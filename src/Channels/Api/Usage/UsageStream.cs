using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;
using Wangting.Billing;
using Wangting.Channels.Api.Tokens;
using Wangting.Kernel;

namespace Wangting.Channels.Api.Usage;

/// <summary>Events line by line (NDJSON) over one request for as long as a machine likes, and an answer to each line once it is
/// durable. What lies ready is stored together: while one batch is on its way to the disk the next one gathers, and when that
/// is full the sender waits. A line that was not answered is sent again; that is always safe.</summary>
internal static class UsageStream
{
    public const string Path = "/usage/stream", Type = "application/x-ndjson";
    const int MostLines = 4_000, LongestLine = 32 * 1024;

    public static async Task RunAsync(HttpContext http, Call call)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        if (!string.Equals(type, Type, StringComparison.OrdinalIgnoreCase)) throw new Problem(415, "api.content_type", ("wanted", Type));
        if (call.Caller.Lacks(BillingPermissions.WriteUsage) is { } lacking) throw Problem.Of(lacking);
        var source = http.Request.Query["source"].ToString() is { Length: > 0 } named ? named : UsageFacts.SourceOf(call.Caller);
        // It has no end that we know of, and may rest at night.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
        http.Response.ContentType = Type;
        await http.Response.StartAsync(http.RequestAborted);
        await EachBatchAsync(http, call, source);
    }

    static async Task EachBatchAsync(HttpContext http, Call call, string source)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, call.Get<IHostApplicationLifetime>().ApplicationStopping);
        var (reader, lines) = (http.Request.BodyReader, new UsageLines(source, call.Currency, call.Operator.Country, LongestLine));
        var take = call.Get<TakeUsageHandler>();
        try
        {
            for (var over = false; !over;)
            {
                var read = await reader.ReadAsync(ends.Token);
                var batch = lines.Read(read.Buffer, read.IsCompleted, MostLines, out var rest);
                over = read.IsCompleted && rest.IsEmpty;
                // Whole lines that did not fit are looked at again at once; the beginning of one waits for its end.
                reader.AdvanceTo(rest.Start, batch.Count < MostLines ? rest.End : rest.Start);
                if (batch.Count == 0) continue;
                // A token that was withdrawn meanwhile opens nothing more.
                if (await call.Get<CheckedTokens>().FindAsync(http) is null) return;
                var outcomes = await StoreAsync(take, call, batch);
                Answer(http, call, batch, outcomes);
                await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested) { /* this node stops: what was not answered is sent to another */ }
        catch (IOException) { http.Abort(); /* the sender is gone, in the middle of a line perhaps */ }
    }

    static async Task<IReadOnlyList<Accepted>> StoreAsync(TakeUsageHandler take, Call call, IReadOnlyList<UsageLines.Line> batch)
    {
        IncomingUsage[] events = [.. batch.Select(l => l.Event).OfType<IncomingUsage>()];
        if (events.Length == 0) return [];
        // Not by the request's own token: a batch that is stored half way is stored, whether its sender waits or not.
        var outcomes = await take.HandleAsync(new(events), call.Caller, CancellationToken.None);
        call.Db.ChangeTracker.Clear();
        return outcomes.Value;
    }

    static void Answer(HttpContext http, Call call, IReadOnlyList<UsageLines.Line> batch, IReadOnlyList<Accepted> outcomes)
    {
        var held = new ArrayBufferWriter<byte>(batch.Count * 48);
        using var json = new Utf8JsonWriter(held, Api.Answer.Options);
        var next = 0;
        foreach (var line in batch)
        {
            var (outcome, why) = line.Event is null ? (Acceptance.Refused, line.Why) : (outcomes[next].Outcome, outcomes[next].Why);
            if (line.Event is not null) next++;
            json.WriteStartObject();
            json.WriteNumber("line"u8, line.Number);
            if (line.Event is { } made) json.WriteString("id"u8, made.Source.ExternalId);
            json.WriteString("is"u8, outcome switch { Acceptance.Added => "taken"u8, Acceptance.Unchanged => "repeat"u8, Acceptance.Parked => "parked"u8, _ => "refused"u8 });
            if (why is not null)
            {
                json.WriteString("reason"u8, why.Code);
                json.WriteString("message"u8, call.Texts.Say(call.Language, why));
            }
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            held.Write("\n"u8);
        }
        http.Response.BodyWriter.Write(held.WrittenSpan);
    }
}
