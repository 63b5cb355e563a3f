using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ClusterTests;

/// <summary><c>wangting import</c> as a process that dies without a word, again and again.</summary>
public abstract class A_killed_import(DatabaseKind kind) : IDisposable
{
    const int Rows = 4000;
    readonly string folder = Directory.CreateTempSubdirectory("wangting-killed-").FullName;
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goes_on_where_it_was_and_takes_every_row_once()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await File.WriteAllTextAsync(PathOf("map.json"), """
            { "source": "crm", "records": [
              { "kind": "customers", "id": "{id}", "fields": { "name": "{name}", "tier": "{tier}" } },
              { "kind": "accounts", "id": "{id}", "fields": { "customer": "{id}" } },
              { "kind": "charges", "id": "{id}", "fields": { "account": "{id}", "kind": "to-date", "amount": "{due}" } } ] }
            """, Ct);
        var text = new StringBuilder("id,name,tier,due\n");
        for (var i = 1; i <= Rows; i++) text.Append(CultureInfo.InvariantCulture, $"{i},N{i},{(i % 100 == 0 ? "x" : "1")},1.25\n");
        await File.WriteAllTextAsync(PathOf("people.csv"), text.ToString(), Ct);
        var kills = 0;
        for (long position = 0; position < Rows / 2 && kills < 5; kills++)
        {
            using var process = Start(database, Import);
            // The moment is whenever the process has got a little further than the last time.
            while (!process.HasExited && await PositionAsync(database) is var now && now <= position + 500) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
            Assert.False(process.HasExited, process.HasExited ? await process.StandardError.ReadToEndAsync(Ct) : "");
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Ct);
            position = await PositionAsync(database);
        }
        Assert.True(kills >= 2);

        var (code, said) = await RunAsync(database, Import);
        Assert.True(code == 4, said); // the rows with tier x are refused
        Assert.Contains("Went on after", said, StringComparison.Ordinal);
        Assert.Equal(Rows - Rows / 100, await NumberAsync(database, "SELECT count(*) FROM customers_parties"));
        Assert.Equal(Rows - Rows / 100, await NumberAsync(database, "SELECT count(*) FROM customers_accounts"));
        Assert.Equal((Rows - Rows / 100) * 125, await NumberAsync(database, "SELECT sum(amount) FROM billing_stated_charges"));
        Assert.Equal(1, await NumberAsync(database, "SELECT count(*) FROM import_runs"));
        var rejects = await File.ReadAllLinesAsync(PathOf("rejects.csv"), Ct);
        Assert.Equal(Rows / 100 + 1, rejects.Length);
        Assert.Equal(Rows / 100 + 1, rejects.Distinct().Count());
    }

    string[] Import => ["import", "customers", PathOf("people.csv"), "--map", PathOf("map.json"), "--rejects", PathOf("rejects.csv")];

    string PathOf(string name) => Path.Combine(folder, name);

    static Process Start(TestDatabase database, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "wangting.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in database.Settings) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["LANG"] = "en_US.UTF-8";
        return Process.Start(start)!;
    }

    static async Task<(int Code, string Said)> RunAsync(TestDatabase database, params string[] arguments)
    {
        using var process = Start(database, arguments);
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await said + await wrong);
    }

    static Task<long> PositionAsync(TestDatabase database) => NumberAsync(database, "SELECT coalesce(max(position), 0) FROM import_runs");

    static async Task<long> NumberAsync(TestDatabase database, string sql)
    {
        await using DbConnection connection = database.Kind == DatabaseKind.Sqlite ? new SqliteConnection(database.ConnectionString) : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(folder, recursive: true);
    }
}

public sealed class A_killed_import_on_SQLite() : A_killed_import(DatabaseKind.Sqlite);
public sealed class A_killed_import_on_PostgreSQL() : A_killed_import(DatabaseKind.Postgres);
