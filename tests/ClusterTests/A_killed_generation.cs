using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ClusterTests;

/// <summary><c>wangting generate</c> as a process that dies when all rows are there and no key is.</summary>
public abstract class A_killed_generation(DatabaseKind kind)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leaves_an_empty_database_that_the_next_run_fills()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var indexes = await NumberAsync(database, Indexes);
        using (var process = Start(database, "generate", "--customers", "3000", "--seed", "7"))
        {
            while (await process.StandardOutput.ReadLineAsync(Ct) is { } line && !line.StartsWith("All rows are there", StringComparison.Ordinal)) { }
            Assert.False(process.HasExited, process.HasExited ? await process.StandardError.ReadToEndAsync(Ct) : "");
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Ct);
        }
        Assert.Equal(0, await NumberAsync(database, "SELECT count(*) FROM customers_parties"));
        Assert.Equal(indexes, await NumberAsync(database, Indexes));

        using var again = Start(database, "generate", "--customers", "500", "--seed", "7", "--months", "1");
        var (said, wrong) = (again.StandardOutput.ReadToEndAsync(Ct), again.StandardError.ReadToEndAsync(Ct));
        await again.WaitForExitAsync(Ct);
        Assert.True(again.ExitCode == 0, await said + await wrong);
        Assert.Equal(500, await NumberAsync(database, "SELECT count(*) FROM customers_customers"));
        Assert.Equal(indexes, await NumberAsync(database, Indexes));
    }

    string Indexes => kind == DatabaseKind.Sqlite
        ? "SELECT count(*) FROM sqlite_master WHERE type = 'index'"
        : "SELECT (SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema()) + (SELECT count(*) FROM pg_constraint)";

    static Process Start(TestDatabase database, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "wangting.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in database.Settings) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["LANG"] = "en_US.UTF-8";
        return Process.Start(start)!;
    }

#pragma warning disable CA2100 // Our own questions.
    static async Task<long> NumberAsync(TestDatabase database, string sql)
    {
        await using DbConnection connection = database.Kind == DatabaseKind.Sqlite ? new SqliteConnection(database.ConnectionString) : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), CultureInfo.InvariantCulture);
    }
#pragma warning restore CA2100
}

public sealed class A_killed_generation_on_SQLite() : A_killed_generation(DatabaseKind.Sqlite);

public sealed class A_killed_generation_on_PostgreSQL() : A_killed_generation(DatabaseKind.Postgres);
