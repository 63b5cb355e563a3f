using System.Globalization;

namespace Wangting.Bench;

/// <summary>The same requests on a large province and on one of 10,000 customers, by the same hall: how cost grows.</summary>
internal sealed class Growing(bool home) : Comparison
{
    const int Connections = 16, Requests = 20_000, Small = 10_000;
    Meter meter = null!;
    ServerProcess large = null!, small = null!;
    ReadOnlyMemory<byte>[] inLarge = [], inSmall = [];
    int customers;

    public override string Name => home ? "grow-home" : "grow-balance";
    public override string What => $"{(home ? "home page" : "balance")}, many customers against 10,000";
    public override string Unit => "requests/s";
    public override (double, double)? Limits => (1 / 1.25, 1 / 1.1);
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{customers:N0} customers");

    protected override async Task PrepareAsync(World world, CancellationToken ct)
    {
        meter = await world.MeterAsync(ct);
        customers = world.Grown;
        (large, inLarge) = await OpenAsync(customers);
        (small, inSmall) = await OpenAsync(Small);

        async Task<(ServerProcess, ReadOnlyMemory<byte>[])> OpenAsync(int of)
        {
            var connection = await world.ProvinceAsync(of, 0, ct);
            var readers = await world.ReadersAsync(connection, ct);
            var hall = await world.HallAsync(connection, ct);
            if (home) return (hall, [.. readers.Select(r => r.Home)]);
            var token = await AskingBalance.TokenAsync(world, connection, hall.Port, ct);
            return (hall, [.. readers.Select(r => AskingBalance.RequestOf(r, token))]);
        }
    }

    protected override Task<Run> OursAsync(CancellationToken ct) => AskAsync(large, inLarge, ct);

    protected override Task<Run> BareAsync(CancellationToken ct) => AskAsync(small, inSmall, ct);

    Task<Run> AskAsync(ServerProcess hall, ReadOnlyMemory<byte>[] requests, CancellationToken ct) =>
        meter.AskedRateAsync(() => Wire.AskAllAsync(hall.Port, Connections, Requests, i => requests[i % requests.Length], static (_, wire) =>
        {
            if (wire.Status != 200) throw new InvalidOperationException($"Answers {wire.Status}: {wire.Text}");
        }, ct), hall.Id);

    public override async ValueTask DisposeAsync()
    {
        if (large is not null) await large.DisposeAsync();
        if (small is not null) await small.DisposeAsync();
        await base.DisposeAsync();
    }
}
