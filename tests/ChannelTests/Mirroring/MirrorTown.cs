using Microsoft.EntityFrameworkCore;
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
            new("Mirror", ClientKind.Machine, MirrorHall.Scopes.Split(' ')), Caller.System, default))).Value;
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
    public const string Scopes = "account.read bill.read payment.read payment.write";

    protected override DatabaseKind Kind => kind;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Mirror:System", "legacy"), new("Mirror:FreshSeconds", "1"), new("Mirror:WaitMilliseconds", "1000"), new("Mirror:TimeoutMilliseconds", "2000"), new("Mirror:DoubtSeconds", "1"),
        new("Mirror:CustomerBillManagement:PageSize", "2"),
        new("Mirror:AccountManagement:Address", new Uri(wire, "/tmf-api/accountManagement/v4").AbsoluteUri),
        new("Mirror:CustomerBillManagement:Address", new Uri(wire, "/tmf-api/customerBillManagement/v4").AbsoluteUri),
        new("Mirror:PaymentManagement:Address", new Uri(wire, "/tmf-api/paymentManagement/v4/").AbsoluteUri),
        new("Mirror:Credentials:TokenEndpoint", new Uri(tokens, "/connect/token").AbsoluteUri),
        new("Mirror:Credentials:ClientId", client.ClientId), new("Mirror:Credentials:ClientSecret", client.Secret), new("Mirror:Credentials:Scope", Scopes),
    ];

    static readonly string[] OfBilling = ["billing_allocations", "billing_ledger_entries", "billing_ledger_transactions", "billing_payments", "billing_bill_lines", "billing_bills", "billing_buckets"];

    protected override async Task FillAsync(IServiceProvider services)
    {
        await services.SeedDemoAsync(default);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        // As after an import of customers and accounts alone.
#pragma warning disable EF1002 // Names of tables, from above.
        foreach (var table in OfBilling) await db.Database.ExecuteSqlRawAsync($"DELETE FROM {table}");
#pragma warning restore EF1002
        foreach (var (number, id) in owners) await db.Database.ExecuteSqlAsync($"UPDATE customers_accounts SET source_system = 'legacy', source_id = {id}, source_version = '1' WHERE number = {number}");
    }

    public async Task<string?> FaultOfBooksAsync() => (await InScopeAsync(s => s.GetRequiredService<VerifyLedger>().HandleAsync(Caller.System, default))).Value.Wrong?.ToString();
}
