using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Bench;

/// <summary>An account's balance over the Open API, its token checked, against an endpoint with one prepared statement and
/// nothing to ask for.</summary>
internal sealed class AskingBalance : Comparison
{
    const int Connections = 16, Requests = 20_000;
    Meter meter = null!;
    ServerProcess ours = null!, bare = null!;
    ReadOnlyMemory<byte>[] asked = [], plain = [];
    byte[][] own = [];

    public override string Name => "balance";
    public override string What => "balance over the Open API, against one prepared SELECT";
    public override string Unit => "requests/s";
    public override (double, double)? Limits => (0.6, 0.8);
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{asked.Length:N0} accounts; CPU ratio at most 1.4");

    protected override async Task PrepareAsync(World world, CancellationToken ct)
    {
        meter = await world.MeterAsync(ct);
        var connection = await world.ProvinceAsync(world.Customers, 3, ct);
        var readers = await world.ReadersAsync(connection, ct);
        (ours, bare) = (await world.HallAsync(connection, ct), await world.BareAsync(connection, 15_000, ct));
        var token = await TokenAsync(world, connection, ours.Port, ct);
        asked = [.. readers.Select(r => RequestOf(r, token))];
        plain = [.. readers.Select(r => Wire.Get($"/balance/{r.Account:D}"))];
        own = [.. readers.Select(r => Encoding.ASCII.GetBytes(r.Account.ToString("D")))];
    }

    internal static ReadOnlyMemory<byte> RequestOf(Reader reader, string token) =>
        Wire.Get($"/tmf-api/accountManagement/v4/billingAccount/{reader.Account:D}?fields=accountBalance,accountNumber", "Authorization: Bearer " + token, "Accept: application/json");

    /// <summary>A machine client's, got as any machine gets its own.</summary>
    internal static async Task<string> TokenAsync(World world, string connection, int port, CancellationToken ct)
    {
        using var host = Hall.BuildForCommand(world.SettingsFor(connection));
        await using var scope = host.Services.CreateAsyncScope();
        var client = (await scope.ServiceProvider.GetRequiredService<AddClientHandler>().HandleAsync(new("bench", ClientKind.Machine, ["account.read"]), Caller.System, ct)).Value;
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Host = "localhost"; // as all requests here name it: a token holds for the issuer it was asked of
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client.ClientId, ["client_secret"] = client.Secret!, ["scope"] = "account.read" });
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/connect/token"), form, ct);
        var said = await answer.Content.ReadFromJsonAsync<JsonObject>(ct);
        return (string?)said!["access_token"] ?? throw new InvalidOperationException("No token: " + said);
    }

    protected override Task<Run> OursAsync(CancellationToken ct) => AskAsync(ours, asked, ct);

    protected override Task<Run> BareAsync(CancellationToken ct) => AskAsync(bare, plain, ct);

    Task<Run> AskAsync(ServerProcess server, ReadOnlyMemory<byte>[] requests, CancellationToken ct) =>
        meter.AskedRateAsync(() => Wire.AskAllAsync(server.Port, Connections, Requests, i => requests[i % requests.Length], Right, ct), server.Id);

    void Right(int i, Wire wire)
    {
        if (wire.Status != 200 || wire.Body.IndexOf(own[i % own.Length]) < 0) throw new InvalidOperationException($"Not the account asked for ({wire.Status}): {wire.Text}");
    }

    public override async ValueTask DisposeAsync()
    {
        if (ours is not null) await ours.DisposeAsync();
        if (bare is not null) await bare.DisposeAsync();
        await base.DisposeAsync();
    }
}
