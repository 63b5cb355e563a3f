using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Wangting.ClusterTests.Payments;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ClusterTests;

/// <summary><c>wangting bill run</c> as a process that is killed at any moment, again and again (<c>WANGTING_KILLS</c> for more
/// often), and then carried on.</summary>
public abstract class A_killed_bill_run(DatabaseKind kind)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("WANGTING_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 4;

    [Fact]
    public async Task Has_billed_every_account_once_when_it_was_carried_on_and_the_books_agree()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var settings = new Dictionary<string, string?>(database.Settings) { ["Billing:Cycles:PartAccounts"] = "2", ["Billing:Cycles:LeaseSeconds"] = "5" };
        var (code, said) = await OwnProcess.WangtingAsync(settings, "generate", "--customers", "400", "--seed", "7");
        Assert.True(code == 0, said);
        (code, said) = await OwnProcess.WangtingAsync(settings, "bill", "run", "--month", "2026-10", "--trial");
        Assert.True(code == 0, said);
        var (bills, total) = (await NumberAsync(database, "SELECT sum(bills) FROM billing_run_parts"), await NumberAsync(database, "SELECT sum(total) FROM billing_run_parts"));
        Assert.True(bills > 300, said);

        var chance = new Random(20261123);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var run = OwnProcess.Start("wangting.dll", ["bill", "run", "--month", "2026-10", "--workers", "2"], OwnProcess.AsEnvironment(settings));
            // From where it begins to store, at any moment of some parts.
            var before = await NumberAsync(database, "SELECT count(*) FROM billing_bills");
            while (!run.IsDead && await NumberAsync(database, "SELECT count(*) FROM billing_bills") == before && await WaitingAsync(database)) await Task.Delay(5, Ct);
            await Task.Delay(chance.Next(40), Ct);
            await run.KillAsync();
            Assert.Equal(await NumberAsync(database, "SELECT count(*) FROM billing_bills"), await NumberAsync(database, "SELECT count(DISTINCT account_id) FROM billing_bills"));
        }

        // What the killed had taken is free again after its lease.
        for (code = 3; code == 3; await Task.Delay(500, Ct)) (code, said) = await OwnProcess.WangtingAsync(settings, "bill", "run", "--month", "2026-10");
        Assert.True(code == 0, said);
        Assert.Equal((bills, bills, total), (await NumberAsync(database, "SELECT count(*) FROM billing_bills"), await NumberAsync(database, "SELECT count(DISTINCT account_id) FROM billing_bills"), await NumberAsync(database, "SELECT sum(total) FROM billing_bills")));
        Assert.Equal(total, await NumberAsync(database, "SELECT sum(amount) FROM billing_bill_lines"));
        (code, said) = await OwnProcess.WangtingAsync(settings, "verify", "ledger");
        Assert.True(code == 0, said);
    }

    static async Task<bool> WaitingAsync(TestDatabase database) => await NumberAsync(database, "SELECT count(*) FROM billing_run_parts p JOIN billing_runs r ON r.id = p.run_id WHERE r.trial = false") is 0
        || await NumberAsync(database, "SELECT count(*) FROM billing_run_parts WHERE state = 'Waiting'") > 0;

#pragma warning disable CA2100 // Our own questions.
    static async Task<long> NumberAsync(TestDatabase database, string sql)
    {
        await using DbConnection connection = database.Kind == DatabaseKind.Sqlite ? new SqliteConnection(database.ConnectionString) : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Ct) is { } found and not DBNull ? Convert.ToInt64(found, CultureInfo.InvariantCulture) : 0;
    }
#pragma warning restore CA2100
}

public sealed class A_killed_bill_run_on_SQLite() : A_killed_bill_run(DatabaseKind.Sqlite);

public sealed class A_killed_bill_run_on_PostgreSQL() : A_killed_bill_run(DatabaseKind.Postgres);
