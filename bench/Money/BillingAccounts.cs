using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Bench;

/// <summary>A whole bill run from stored use (read, rated, bills, lines and ledger written, each part stored with its being done)
/// against one set-based <c>INSERT … SELECT</c> of the very same rows into the same tables.</summary>
internal sealed class BillingAccounts(int workers) : Comparison
{
    const int Accounts = 200_000, EventsALine = 5;
    static readonly string[] Written = ["billing_bills", "billing_bill_lines", "billing_ledger_transactions", "billing_ledger_entries"];
    World world = null!;
    Meter meter = null!;
    string connection = "";
    long bills, rows;

    public override string Name => workers == 1 ? "bill-run" : string.Create(CultureInfo.InvariantCulture, $"bill-run-{workers}");
    public override string What => string.Create(CultureInfo.InvariantCulture, $"a bill run with {workers} at work, against INSERT … SELECT of the same rows");
    protected override int MostWarmUps => 1;
    public override string Unit => "bills/s";
    public override (double, double)? Limits => workers == 1 ? (0.3, 0.7) : (0.6, 1.0);
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{bills:N0} bills, {rows:N0} rows, {EventsALine} events a line");

    protected override async Task PrepareAsync(World world, CancellationToken ct)
    {
        (this.world, meter) = (world, await world.MeterAsync(ct));
        connection = await world.ProvinceAsync(Accounts, 0, ct);
        await RunAsync($"""
            DELETE FROM billing_usage_records WHERE source_system = 'bench';
            INSERT INTO billing_usage_records (id, line_id, kind, started_at, offset_minutes, quantity, charged_quantity, unit, direction, seconds, charge, rated_here, accepted_at, source_system, source_id)
            SELECT gen_random_uuid(), l.id, CASE n % 3 WHEN 0 THEN 'Voice' WHEN 1 THEN 'Data' ELSE 'Message' END, at, 480, q, q, CASE n % 3 WHEN 0 THEN 'Second' WHEN 1 THEN 'Kilobyte' ELSE 'Message' END,
                'Outgoing', CASE n % 3 WHEN 0 THEN q ELSE 0 END, 0, true, at, 'bench', l.id::text || '-' || n
            FROM subscriptions_lines l CROSS JOIN generate_series(1, {EventsALine}) n
                CROSS JOIN LATERAL (SELECT timestamptz '2026-10-02' + (n * 97 + hashtext(l.id::text) % 1000 + 1000) * interval '5 minutes' AS at, CASE n % 3 WHEN 0 THEN 61 + n * 400 WHEN 1 THEN 700000 * n ELSE 1 END AS q) AS made
            WHERE l.kind = 'Mobile';
            ANALYZE billing_usage_records
            """, ct);
        await EmptyAsync(ct);
        await BillAsync(ct);
        foreach (var table in Written) await RunAsync($"DROP TABLE IF EXISTS kept_{table}; CREATE TABLE kept_{table} AS TABLE {table}; ANALYZE kept_{table}", ct);
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(ct);
        foreach (var table in Written)
        {
#pragma warning disable CA2100 // Names of ours.
            await using var count = new NpgsqlCommand($"SELECT count(*) FROM {table}", open);
#pragma warning restore CA2100
            var found = (long)(await count.ExecuteScalarAsync(ct))!;
            rows += found;
            if (table == Written[0]) bills = found;
        }
    }

    protected override async Task<Run> OursAsync(CancellationToken ct)
    {
        await EmptyAsync(ct);
        return await meter.RateAsync(() => BillAsync(ct));
    }

    protected override async Task<Run> BareAsync(CancellationToken ct)
    {
        await EmptyAsync(ct);
        return await meter.RateAsync(async () =>
        {
            await RunAsync("BEGIN; " + string.Join("; ", Written.Select(t => $"INSERT INTO {t} SELECT * FROM kept_{t}")) + "; COMMIT", ct);
            return bills;
        });
    }

    async Task<long> BillAsync(CancellationToken ct)
    {
        using var host = Hall.BuildForCommand(world.SettingsFor(connection));
        var run = (await InScopeAsync(host.Services, s => s.GetRequiredService<StartBillRunHandler>().HandleAsync(new StartBillRun(1, new DateOnly(2026, 10, 1)), Caller.System, ct))).Value;
        await host.Services.GetRequiredService<WorkOnRuns>().HandleAsync(run, workers, ct);
        var made = (await InScopeAsync(host.Services, s => s.GetRequiredService<ListBillRuns>().HandleAsync(Caller.System, ct))).Value.Single(r => r.Id == run);
        return made is { State: BillRunState.Done, Faults: 0 } ? made.Bills : throw new InvalidOperationException($"The run ended {made.State} with {made.Faults} faults.");
    }

    // Nothing of a run before is left, not even dead rows.
    async Task EmptyAsync(CancellationToken ct) =>
        await RunAsync($"TRUNCATE {string.Join(", ", Written)}, billing_runs, billing_run_parts, billing_run_faults, billing_cycles, billing_allowance_rests, billing_advance_charges, kernel_outbox CASCADE", ct);

    static async Task<T> InScopeAsync<T>(IServiceProvider services, Func<IServiceProvider, Task<T>> ask)
    {
        await using var scope = services.CreateAsyncScope();
        return await ask(scope.ServiceProvider);
    }

    async Task RunAsync(string statements, CancellationToken ct)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(ct);
#pragma warning disable CA2100 // Names of ours.
        await using var command = new NpgsqlCommand(statements, open);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}
