using System.Globalization;

namespace Wangting.Bench;

/// <summary>The home page of many customers in random order, each signed in and asked whether they still are, against a page
/// without anybody or anything behind it.</summary>
internal sealed class ReadingHome : Comparison
{
    const int Connections = 16, Requests = 20_000;
    Meter meter = null!;
    Reader[] readers = [];
    ServerProcess ours = null!, bare = null!;
    int bytes;

    public override string Name => "home";
    public override string What => "signed-in home page, against a bare Razor page of the same size";
    public override string Unit => "pages/s";
    public override (double, double)? Limits => (0.5, 0.8);
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{readers.Length:N0} readers, {bytes / 1024.0:N1} KB");

    protected override async Task PrepareAsync(World world, CancellationToken ct)
    {
        meter = await world.MeterAsync(ct);
        var connection = await world.ProvinceAsync(world.Customers, 3, ct);
        readers = await world.ReadersAsync(connection, ct);
        ours = await world.HallAsync(connection, ct);
        using var wire = new Wire(ours.Port);
        await wire.AskAsync(readers[0].Home, ct);
        Right(0, wire);
        bytes = wire.Body.Length;
        bare = await world.BareAsync(connection, bytes, ct);
    }

    protected override Task<Run> OursAsync(CancellationToken ct) => meter.AskedRateAsync(() => Wire.AskAllAsync(ours.Port, Connections, Requests, i => readers[i % readers.Length].Home, Right, ct), ours.Id);

    protected override Task<Run> BareAsync(CancellationToken ct)
    {
        var request = Wire.Get("/");
        return meter.AskedRateAsync(() => Wire.AskAllAsync(bare.Port, Connections, Requests, _ => request, static (_, _) => { }, ct), bare.Id);
    }

    // Each reader's own page, and nobody else's: a cache that mixed them up would stop the bench.
    void Right(int i, Wire wire)
    {
        if (wire.Status != 200 || wire.Body.IndexOf(readers[i % readers.Length].Own) < 0) throw new InvalidOperationException($"Not the reader's own home ({wire.Status}): {wire.Head}");
    }

    public override async ValueTask DisposeAsync()
    {
        if (ours is not null) await ours.DisposeAsync();
        if (bare is not null) await bare.DisposeAsync();
        await base.DisposeAsync();
    }
}
