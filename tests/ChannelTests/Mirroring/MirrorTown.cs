using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.ChannelTests.Api;
using Wangting.ChannelTests.Web;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Storage.Demo;

namespace Wangting.ChannelTests.Mirroring;

/// <summary>A Wangting that owns its customers' bills, another that mirrors them over the owner's Open APIs, and a wire
/// between them that can be bad.</summary>
public abstract class MirrorTown(DatabaseKind kind) : IAsyncLifetime
{
    public const string Number = "13300000001";

    public ListeningHall Owner { get; private set; } = null!;
    public FaultyWire Wire { get; private set; } = null!;
    public MirrorHall Mirror { get; private set; } = null!;
    public ApiClient Machine { get; private set; } = null!;
    /// <summary>Signed in at the mirror, once: codes are limited.</summary>
    public Visitor Zhang { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Owner = await ListeningHall.OpenAsync(kind);
        Machine = await ApiClient.MachineAsync(Owner);
        var client = (await Owner.InScopeAsync(s => s.GetRequiredService<AddClientHandler>().HandleAsync(
            new("Mirror", ClientKind.Machine, OwnersAccounts.Scopes.Split(' ')), Caller.System, default))).Value;
        Wire = await FaultyWire.OpenAsync(Owner.Address);
        var accounts = (await Machine.GetAsync("accountManagement/v4/billingAccount?limit=1000")).List.ToDictionary(a => a!["accountNumber"]!.GetValue<string>(), a => a!["id"]!.GetValue<string>(), StringComparer.Ordinal);
        Mirror = new MirrorHall(kind, Wire.Address, Owner.Address, client, accounts);
        await Mirror.InitializeAsync();
        Zhang = Mirror.Visit();
        await Zhang.SignInAsync(Number);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Zhang?.Dispose();
        if (Mirror is not null) await Mirror.DisposeAsync();
        if (Wire is not null) await Wire.DisposeAsync();
        Machine?.Dispose();
        if (Owner is not null) await Owner.DisposeAsync();
    }
}

public sealed class SqliteMirrorTown() : MirrorTown(DatabaseKind.Sqlite);

public sealed class PostgresMirrorTown() : MirrorTown(DatabaseKind.Postgres);

/// <summary>The demo's people with accounts whose bills and money are the owner's: nothing of either is here yet.</summary>
public sealed class MirrorHall(DatabaseKind kind, Uri wire, Uri tokens, NewClient client, IReadOnlyDictionary<string, string> owners) : RunningHall
{
    protected override DatabaseKind Kind => kind;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => OwnersAccounts.Settings(wire, tokens, client.ClientId, client.Secret);

    protected override async Task FillAsync(IServiceProvider services)
    {
        await services.SeedDemoAsync(default);
        await using var scope = services.CreateAsyncScope();
        await OwnersAccounts.GiveAwayAsync(scope.ServiceProvider.GetRequiredService<PortalDbContext>(), owners);
    }

    public async Task<string?> FaultOfBooksAsync() => (await InScopeAsync(s => s.GetRequiredService<VerifyLedger>().HandleAsync(Caller.System, default))).Value.Wrong?.ToString();
}
