using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.Tests;

/// <summary>A migrated, empty database of one test's own, gone when disposed.</summary>
/// <remarks>
/// <para><c>await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);</c> then give
/// <see cref="Settings"/> to the configuration of a host or container. For a suite on both databases see
/// <see cref="StorageSuite"/>.</para>
/// <para>PostgreSQL is found by WANGTING_TEST_POSTGRES, a superuser's connection string to a server that may be thrown
/// away (<c>dev/test</c> starts one; <c>dev/postgres run …</c> does for a single project). Without it the test shows as
/// skipped; with CI=true it fails instead.</para>
/// <para>The migrations run once a process, into a template that each test copies.</para>
/// </remarks>
public sealed class TestDatabase : IAsyncDisposable
{
    static readonly Lazy<Task<string>> SqliteTemplate = new(MakeSqliteTemplateAsync);
    static readonly Lazy<Task<string>> PostgresTemplate = new(MakePostgresTemplateAsync);
    readonly Func<ValueTask> drop;

    TestDatabase(DatabaseKind kind, string connectionString, Func<ValueTask> drop) => (Kind, ConnectionString, this.drop) = (kind, connectionString, drop);

    public DatabaseKind Kind { get; }

    public string ConnectionString { get; }

    /// <summary>What a configuration needs to say to use it, a master key included.</summary>
    public IReadOnlyDictionary<string, string?> Settings => SettingsFor(Kind, ConnectionString);

    static readonly Lazy<string> MasterKey = new(() =>
    {
        var file = Path.Combine(Path.GetTempPath(), $"wangting-test-{Guid.CreateVersion7():N}.key");
        MasterKeyFile.Make(file);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(file);
        return file;
    });

    /// <summary>The throw-away server, or a skip (a failure on CI) where there is none.</summary>
    public static string PostgresServer
    {
        get
        {
            var server = Environment.GetEnvironmentVariable("WANGTING_TEST_POSTGRES");
            if (!string.IsNullOrEmpty(server)) return server;
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("WANGTING_TEST_POSTGRES is not set, and on CI PostgreSQL is never skipped. Run dev/test.");
            Assert.Skip("PostgreSQL is not here: WANGTING_TEST_POSTGRES is not set. dev/test starts one where it is installed.");
            return "";
        }
    }

    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            var file = TemporaryFile();
            File.Copy(await SqliteTemplate.Value, file);
            var connection = $"Data Source={file}";
            return new(kind, connection, () => { DeleteSqlite(connection, file); return default; });
        }
        var server = PostgresServer;
        var template = await PostgresTemplate.Value;
        var name = $"test_{Guid.CreateVersion7():N}";
        await RunAsync(server, $"CREATE DATABASE {name} TEMPLATE {template}");
        var own = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString;
        return new(kind, own, async () =>
        {
            await using (var any = new NpgsqlConnection(own)) NpgsqlConnection.ClearPool(any);
            await RunAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        });
    }

    public ValueTask DisposeAsync() => drop();

    /// <summary>Brings a database to the present model, as <c>wangting migrate</c> does.</summary>
    public static async Task MigrateAsync(DatabaseKind kind, string connectionString)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(SettingsFor(kind, connectionString)).Build());
        services.AddLogging().AddKernel().AddStorage();
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Database.MigrateAsync();
    }

    public static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static Dictionary<string, string?> SettingsFor(DatabaseKind kind, string connectionString) =>
        new() { ["Database:Kind"] = kind.ToString(), ["Database:ConnectionString"] = connectionString, ["Keys:MasterKeyFile"] = MasterKey.Value };

    static async Task<string> MakeSqliteTemplateAsync()
    {
        var file = TemporaryFile();
        var connection = $"Data Source={file}";
        await MigrateAsync(DatabaseKind.Sqlite, connection);
        await using (var open = new SqliteConnection(connection))
        {
            await open.OpenAsync();
            // Back out of WAL: the copy must be one file with everything in it.
            await using var command = open.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE";
            await command.ExecuteNonQueryAsync();
            SqliteConnection.ClearPool(open);
        }
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DeleteSqlite(connection, file);
        return file;
    }

    static async Task<string> MakePostgresTemplateAsync()
    {
        var server = PostgresServer;
        var name = $"template_{Guid.CreateVersion7():N}";
        await RunAsync(server, $"CREATE DATABASE {name}");
        // No pooling: a database with a session open cannot be copied.
        var own = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString;
        await MigrateAsync(DatabaseKind.Postgres, own);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try { RunAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)").GetAwaiter().GetResult(); }
            catch (NpgsqlException) { /* the server went first, and the database with it */ }
        };
        return name;
    }

    static string TemporaryFile() => Path.Combine(Path.GetTempPath(), $"wangting-test-{Guid.CreateVersion7():N}.db");

    static void DeleteSqlite(string connection, string file)
    {
        using (var any = new SqliteConnection(connection)) SqliteConnection.ClearPool(any);
        foreach (var part in (string[])["", "-wal", "-shm"]) File.Delete(file + part);
    }
}
