using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Wangting.Bench;

/// <summary>Signing in by code as a browser does: the page, the number, the code's page, the code. The code is read where an
/// operator's Kannel would take it, which here is ours: the hall sends it as in production. Beside it two commits of two rows
/// and one signature.</summary>
internal sealed partial class SigningIn : Comparison
{
    const int Browsers = 48, SignIns = 1_500;
    readonly ConcurrentDictionary<string, TaskCompletionSource<string>> awaited = new(StringComparer.Ordinal);
    World world = null!;
    Meter meter = null!;
    Reader[] readers = [];
    ServerProcess hall = null!;
    WebApplication kannel = null!;
    string connection = "";
    int next;

    public override string Name => "sign-in";
    public override string What => "sign-in by code, against two bare commits and a signature";
    public override string Unit => "sign-ins/s";
    public override string? Note => "of use from 200 a second on two processors";

    protected override async Task PrepareAsync(World world, CancellationToken ct)
    {
        (this.world, meter) = (world, await world.MeterAsync(ct));
        connection = await world.ProvinceAsync(world.Customers, 3, ct);
        readers = await world.ReadersAsync(connection, ct);
        var port = ServerProcess.FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        kannel = builder.Build();
        kannel.MapPost("/cgi-bin/sendsms", async http =>
        {
            using var words = new StreamReader(http.Request.Body);
            var code = Digits(await words.ReadToEndAsync());
            if (awaited.TryGetValue(http.Request.Headers["X-Kannel-To"].ToString().TrimStart('+'), out var waits)) waits.TrySetResult(code);
            http.Response.StatusCode = (int)HttpStatusCode.Accepted;
        });
        await kannel.StartAsync(ct);
        hall = await world.HallAsync(connection, ct, ("Notices:Sms", "Kannel"), ("Notices:Kannel:Url", $"http://127.0.0.1:{port}/cgi-bin/sendsms"), ("Notices:Kannel:User", "bench"), ("Notices:Kannel:Password", "bench"), ("Notices:Kannel:From", "10000"));
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(ct);
        await using var table = new NpgsqlCommand("CREATE TABLE IF NOT EXISTS bare_sign_ins (id uuid PRIMARY KEY, who uuid NOT NULL, what text NOT NULL, at timestamptz NOT NULL)", open);
        await table.ExecuteNonQueryAsync(ct);
    }

    protected override Task<Run> OursAsync(CancellationToken ct) => meter.RateAsync(() => WorkAsync(async wire =>
    {
        var n = Interlocked.Increment(ref next);
        await SignInAsync(wire, n, readers[n % readers.Length].Number, ct);
    }, () => new Wire(hall.Port)), hall.Id);

    protected override async Task<Run> BareAsync(CancellationToken ct)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var said = new byte[200];
        await using var source = NpgsqlDataSource.Create(connection);
        return await meter.RateAsync(() => WorkAsync(async _ =>
        {
            for (var commit = 0; commit < 2; commit++) await Bare.CommitAsync(source, "bare_sign_ins", 2, ct);
            lock (key) key.SignData(said, HashAlgorithmName.SHA256);
        }, () => new Wire(0)));
    }

    static async Task<long> WorkAsync(Func<Wire, Task> one, Func<Wire> open)
    {
        var left = SignIns;
        await Task.WhenAll(Enumerable.Range(0, Browsers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var wire = open();
                await one(wire);
            }
        })));
        return SignIns;
    }

    async Task SignInAsync(Wire wire, int n, string number, CancellationToken ct)
    {
        // A person each, from an address of their own: the limits by address are in force.
        var from = string.Create(CultureInfo.InvariantCulture, $"X-Forwarded-For: 10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}");
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        var sent = awaited[number.TrimStart('+')] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await StepAsync(wire, Wire.Get("/sign-in", from), cookies, 200, ct);
        await StepAsync(wire, Post("/sign-in", from, cookies, ("_handler", "number"), ("__RequestVerificationToken", Token(wire)), ("To", number)), cookies, 302, ct);
        await StepAsync(wire, Wire.Get("/sign-in/code", from, Cookie(cookies)), cookies, 200, ct);
        var token = Token(wire);
        var code = await sent.Task.WaitAsync(TimeSpan.FromSeconds(60), ct);
        await StepAsync(wire, Post("/sign-in/code", from, cookies, ("_handler", "code"), ("__RequestVerificationToken", token), ("Code", code)), cookies, 302, ct);
        if (!cookies.ContainsKey("hall")) throw new InvalidOperationException("Nobody was let in: " + wire.Text);
    }

    static async Task StepAsync(Wire wire, ReadOnlyMemory<byte> request, Dictionary<string, string> cookies, int expected, CancellationToken ct)
    {
        await wire.AskAsync(request, ct);
        if (wire.Status != expected) throw new InvalidOperationException($"{Encoding.ASCII.GetString(request.Span[..40])} … answers {wire.Status}: {wire.Head}{wire.Text}");
        foreach (var line in wire.Head.Split("\r\n").Where(l => l.StartsWith("Set-Cookie: ", StringComparison.OrdinalIgnoreCase)))
        {
            var pair = line[12..].Split(';')[0].Split('=', 2);
            cookies[pair[0]] = pair[1];
        }
    }

    static string Token(Wire wire)
    {
        var text = wire.Text;
        const string Before = "name=\"__RequestVerificationToken\" value=\"";
        var at = text.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return text[at..text.IndexOf('"', at)];
    }

    static string Cookie(Dictionary<string, string> cookies) => "Cookie: " + string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}"));

    static ReadOnlyMemory<byte> Post(string path, string from, Dictionary<string, string> cookies, params (string Name, string Value)[] fields)
    {
        var body = string.Join('&', fields.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"));
        return Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept-Language: zh-CN\r\n{from}\r\n{Cookie(cookies)}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    static string Digits(string words) => SixDigits().Match(words).Value;

    [System.Text.RegularExpressions.GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])")]
    private static partial System.Text.RegularExpressions.Regex SixDigits();

    public override async ValueTask DisposeAsync()
    {
        if (hall is not null) await hall.DisposeAsync();
        if (kannel is not null) await kannel.DisposeAsync();
        await base.DisposeAsync();
    }
}
