namespace Wangting.Bench;

/// <summary>From the command to the first page, and what it takes of memory then and after work: published builds, the hall on
/// its database beside the bare server.</summary>
internal sealed class Starting(Starting.Figure figure) : Comparison
{
    public enum Figure { Start, AtRest, AfterLoad }

    static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    World world = null!;
    string connection = "";
    Reader[] readers = [];

    public override string Name => figure switch { Figure.Start => "start", Figure.AtRest => "memory", _ => "memory-loaded" };
    public override string What => figure switch
    {
        Figure.Start => "start to first page, against the bare server's",
        Figure.AtRest => "memory at rest, after the first page",
        _ => "memory after 20,000 pages",
    };
    protected override int MostWarmUps => 1;
    public override string Unit => figure == Figure.Start ? "ms" : "MB";
    public override bool MoreIsBetter => false;
    public override (double, double)? Limits => figure switch { Figure.Start => (10, 5), Figure.AtRest => (3, 2.2), _ => (4, 3) };

    protected override async Task PrepareAsync(World world, CancellationToken ct)
    {
        this.world = world;
        connection = await world.ProvinceAsync(world.Customers, 3, ct);
        if (figure == Figure.AfterLoad) readers = await world.ReadersAsync(connection, ct);
    }

    protected override async Task<Run> OursAsync(CancellationToken ct)
    {
        await using var hall = await world.HallAsync(connection, ct);
        return await FigureAsync(hall, i => readers[i % readers.Length].Home, ct);
    }

    protected override async Task<Run> BareAsync(CancellationToken ct)
    {
        await using var bare = await world.BareAsync(connection, 15_000, ct);
        var request = Wire.Get("/");
        return await FigureAsync(bare, _ => request, ct);
    }

    async Task<Run> FigureAsync(ServerProcess server, Func<int, ReadOnlyMemory<byte>> requestOf, CancellationToken ct)
    {
        if (figure == Figure.Start) return new Run(server.FirstPageAfter, null);
        if (figure == Figure.AfterLoad) await Wire.AskAllAsync(server.Port, 16, 20_000, requestOf, static (_, _) => { }, ct);
        await Task.Delay(Settle, ct);
        return new Run(server.Megabytes, null);
    }
}
