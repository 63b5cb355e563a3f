using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Mirroring;
using Wangting.ClusterTests.Payments;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ClusterTests.Mirroring;

/// <summary>A hall that owns its customers' bills and money, another that mirrors them, each a process with a database of its
/// own; between them a wire that can be bad.</summary>
sealed class TwoHalls : IAsyncDisposable
{
    readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };

    TwoHalls(Town owner, FaultyWire wire, Town mirror) => (Owner, Wire, Mirror) = (owner, wire, mirror);

    public Town Owner { get; }
    public FaultyWire Wire { get; }
    public Town Mirror { get; }

    public static async Task<TwoHalls> BuildAsync(DatabaseKind kind)
    {
        var owner = await Town.BuildAsync(kind);
        var ids = (await owner.InOfficeAsync(s => s.GetRequiredService<PortalDbContext>().Database.SqlQuery<Known>($"SELECT id AS \"Id\", number AS \"Number\" FROM customers_accounts").ToListAsync()))
            .ToDictionary(a => a.Number, a => a.Id.ToString("D"), StringComparer.Ordinal);
        var client = (await owner.InOfficeAsync(s => s.GetRequiredService<AddClientHandler>().HandleAsync(new("Mirror", ClientKind.Machine, OwnersAccounts.Scopes.Split(' ')), Caller.System, default))).Value;
        var wire = await FaultyWire.OpenAsync(owner.Address);
        var mirror = await Town.BuildAsync(kind, OwnersAccounts.Settings(wire.Address, owner.Address, client.ClientId, client.Secret), db => OwnersAccounts.GiveAwayAsync(db, ids));
        return new TwoHalls(owner, wire, mirror);
    }

    sealed record Known(Guid Id, string Number);

    /// <summary>What the user of a number is shown at the mirror.</summary>
    public async Task<JsonNode> HomeAsync(string number) => (await http.GetFromJsonAsync<JsonNode>(new Uri(Mirror.Address, "/faults/home?number=" + number)))!;

    public async Task ArmOwnerAsync() => (await http.GetAsync(new Uri(Owner.Address, "/faults/arm"))).EnsureSuccessStatusCode();

    /// <summary>What is still to be paid on an account's bills.</summary>
    public static Task<long> OwedAsync(Town town, string account) => town.InOfficeAsync(s => s.GetRequiredService<PortalDbContext>().Database.SqlQuery<long>(
        $"SELECT CAST(COALESCE(SUM(b.outstanding), 0) AS BIGINT) AS \"Value\" FROM billing_bills b JOIN customers_accounts a ON a.id = b.account_id WHERE a.number = {account}").SingleAsync());

    /// <summary>How many payments of an amount stand in a hall's books as taken.</summary>
    public static Task<long> TakenAsync(Town town, string account, long minor) => town.InOfficeAsync(s => s.GetRequiredService<PortalDbContext>().Database.SqlQuery<long>(
        $"SELECT CAST(COUNT(*) AS BIGINT) AS \"Value\" FROM billing_payments p JOIN customers_accounts a ON a.id = p.account_id WHERE a.number = {account} AND p.amount = {minor} AND p.state = 'Settled'").SingleAsync());

    /// <summary>How many payments the owner has not acknowledged.</summary>
    public Task<long> UnbookedAsync() => Mirror.InOfficeAsync(s => s.GetRequiredService<PortalDbContext>().Database.SqlQuery<long>(
        $"SELECT CAST(COUNT(*) AS BIGINT) AS \"Value\" FROM billing_forwarded_payments WHERE state <> 'Booked'").SingleAsync());

    public async ValueTask DisposeAsync()
    {
        await Mirror.DisposeAsync();
        await Wire.DisposeAsync();
        await Owner.DisposeAsync();
        http.Dispose();
    }
}
