using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Bench;

/// <summary>A payment complete with ledger, outbox and audit, against one transaction of four plain rows; each by the same
/// number of workers on the same server.</summary>
/// <param name="whole">With the intent that comes before (a transaction of its own); else the transaction alone in which the
/// money moves.</param>
internal sealed class Paying(bool whole) : Comparison
{
    const int Workers = 16, Payments = 2_000;
    Meter meter = null!;
    IHost host = null!;
    NpgsqlDataSource source = null!;
    Reader[] readers = [];
    int next;

    public override string Name => whole ? "payment-whole" : "payment";
    public override string What => whole ? "a payment from intent to books, against one bare transaction of four rows" : "a payment into the books, against one bare transaction of four rows";
    public override string Unit => "payments/s";
    public override (double, double)? Limits => (0.4, 0.6);
    public override string? Note => whole ? "two transactions: intent; ledger, bill, outbox, audit" : "ledger, bill, outbox, audit";

    protected override async Task PrepareAsync(World world, CancellationToken ct)
    {
        meter = await world.MeterAsync(ct);
        var connection = await world.ProvinceAsync(world.Customers, 3, ct);
        readers = await world.ReadersAsync(connection, ct);
        var settings = world.SettingsFor(connection);
        (settings["Payments:PublicAddress"], settings["Payments:Sandbox:Address"], settings["Payments:Sandbox:Secret"]) = ("http://localhost", "http://localhost:9", "0123456789abcdef");
        host = Hall.BuildForCommand(settings);
        source = NpgsqlDataSource.Create(connection);
        await using var table = source.CreateCommand("CREATE TABLE IF NOT EXISTS bare_payments (id uuid PRIMARY KEY, who uuid NOT NULL, what text NOT NULL, at timestamptz NOT NULL)");
        await table.ExecuteNonQueryAsync(ct);
    }

    protected override async Task<Run> OursAsync(CancellationToken ct)
    {
        var first = Interlocked.Add(ref next, Payments) - Payments;
        if (whole) return await meter.RateAsync(() => WorkAsync(async n => await SettleAsync(await StartAsync(first + n, ct), ct)));
        var intents = new PaymentIntent[Payments];
        await WorkAsync(async n => intents[n] = await StartAsync(first + n, ct));
        return await meter.RateAsync(() => WorkAsync(n => SettleAsync(intents[n], ct)));
    }

    protected override Task<Run> BareAsync(CancellationToken ct) => meter.RateAsync(() => WorkAsync(_ => Bare.CommitAsync(source, "bare_payments", 4, ct)));

    static async Task<long> WorkAsync(Func<int, Task> one)
    {
        var at = -1;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            for (int n; (n = Interlocked.Increment(ref at)) < Payments;) await one(n);
        })));
        return Payments;
    }

    async Task<PaymentIntent> StartAsync(int n, CancellationToken ct)
    {
        var reader = readers[n % readers.Length];
        var caller = new Caller { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = reader.Person, Address = "10.0.0.1" };
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<StartPaymentHandler>().HandleAsync(new(reader.AccountNumber, new Money(1000), null, Guid.CreateVersion7().ToString("N")), caller, ct)).Value;
    }

    async Task SettleAsync(PaymentIntent intent, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var told = new GatewayPayment(intent.Id.ToString("N"), GatewayState.Approved, intent.Amount, "CNY", HandOver.Page, null);
        var settled = await scope.ServiceProvider.GetRequiredService<SettlePaymentHandler>().HandleAsync(new(intent.Id, "sandbox", told), Caller.System, ct);
        if (settled.Value.State != PaymentState.Settled) throw new InvalidOperationException("Not settled.");
    }

    public override async ValueTask DisposeAsync()
    {
        host?.Dispose();
        if (source is not null) await source.DisposeAsync();
        await base.DisposeAsync();
    }
}
