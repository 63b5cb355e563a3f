using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Storage.Synthetic;

namespace Wangting.Bench;

/// <summary>What the comparisons share: the server, the keys, and provinces that are generated once.</summary>
internal sealed class World(string server, int customers, int grown, string? published) : IAsyncDisposable
{
    const long Seed = 7;
    readonly string folder = Directory.CreateTempSubdirectory("wangting-bench-").FullName;
    readonly List<string> databases = [];
    readonly Dictionary<(int, int), string> provinces = [];
    Task<Meter>? meter;
    readonly Dictionary<string, Reader[]> readers = [];
    string? template, hall = published, bare;

    public string Server => server;
    /// <summary>As asked for by <c>--customers</c>.</summary>
    public int Customers => customers;
    /// <summary>As asked for by <c>--grown</c>.</summary>
    public int Grown => grown;
    public string Folder => folder;

    public Task<Meter> MeterAsync(CancellationToken ct) => meter ??= Meter.OfAsync(server, ct);

    /// <summary>What a host needs to be told to use a database of this world.</summary>
    public Dictionary<string, string?> SettingsFor(string connection) => new()
    {
        ["Database:Kind"] = nameof(DatabaseKind.Postgres), ["Database:ConnectionString"] = connection,
        ["Keys:MasterKeyFile"] = Path.Combine(folder, "master.key"), ["Keys:MakeMasterKey"] = "true",
    };

    /// <summary>A new database with this version's tables and nothing in them.</summary>
    public async Task<string> EmptyAsync(CancellationToken ct)
    {
        if (template is null)
        {
            var name = await CreateAsync(null, ct);
            using var host = Hall.BuildForCommand(SettingsFor(ConnectionTo(name, pooled: false)));
            await host.Services.PrepareAsync(migratePostgres: true, ct);
            _ = host.Services.GetRequiredService<SecretColumns>().Close("bench", ""); // the keys of every database copied from here
            template = name;
        }
        return ConnectionTo(await CreateAsync(template, ct));
    }

    /// <summary>A database with a generated province; the same for the same figures, so read it or take a copy.</summary>
    public async Task<string> ProvinceAsync(int customers, int months, CancellationToken ct)
    {
        if (provinces.TryGetValue((customers, months), out var made)) return made;
        Console.Error.WriteLine($"  generating {customers} customers with {months} months …");
        var connection = await EmptyAsync(ct);
        await GenerateAsync(connection, customers, months, ct);
        return provinces[(customers, months)] = connection;
    }

    /// <returns>How many rows.</returns>
    public async Task<long> GenerateAsync(string connection, int customers, int months, CancellationToken ct)
    {
        using var host = Hall.BuildForCommand(SettingsFor(connection));
        await using var scope = host.Services.CreateAsyncScope();
        var command = new GenerateProvince(customers, Seed, months, new DateOnly(2026, 10, 1));
        return (await scope.ServiceProvider.GetRequiredService<GenerateProvinceHandler>().HandleAsync(command, Caller.System, null, ct)).Value.Rows;
    }

    /// <summary>The readers of a province, signed in once.</summary>
    public async Task<Reader[]> ReadersAsync(string connection, CancellationToken ct) =>
        readers.TryGetValue(connection, out var known) ? known : readers[connection] = await Readers.SignInAsync(this, connection, ct);

    /// <summary>The hall, published, serving a database; up when this returns.</summary>
    public async Task<ServerProcess> HallAsync(string connection, CancellationToken ct, params (string Key, string Value)[] more)
    {
        hall ??= await Published.MakeAsync("src/Wangting", Path.Combine(folder, "hall"), ct);
        var settings = SettingsFor(connection);
        foreach (var (key, value) in more) settings[key] = value;
        return await ServerProcess.StartAsync(Path.Combine(hall, "wangting"), ["serve"], settings, "/sign-in", ct);
    }

    /// <summary>The bare server beside it.</summary>
    public async Task<ServerProcess> BareAsync(string connection, int pageBytes, CancellationToken ct)
    {
        bare ??= await Published.MakeAsync("bench/Bare", Path.Combine(folder, "bare"), ct);
        return await ServerProcess.StartAsync(Path.Combine(bare, "Wangting.Bare"), [], new Dictionary<string, string?> { ["Database"] = connection, ["Page:Bytes"] = pageBytes.ToString(System.Globalization.CultureInfo.InvariantCulture) }, "/", ct);
    }

    public async Task DropAsync(string connection)
    {
        var name = new NpgsqlConnectionStringBuilder(connection).Database!;
        await using (var any = new NpgsqlConnection(connection)) NpgsqlConnection.ClearPool(any);
        await RunAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", default);
        databases.Remove(name);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in databases.ToArray()) await DropAsync(ConnectionTo(name));
        Directory.Delete(folder, recursive: true);
    }

    async Task<string> CreateAsync(string? from, CancellationToken ct)
    {
        var name = $"bench_{Guid.CreateVersion7():N}";
        await RunAsync(server, from is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {from}", ct);
        databases.Add(name);
        return name;
    }

    string ConnectionTo(string name, bool pooled = true) => new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = pooled, CommandTimeout = 3600 }.ConnectionString;

#pragma warning disable CA2100 // Names made here.
    static async Task RunAsync(string connection, string statement, CancellationToken ct)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(ct);
        await using var command = new NpgsqlCommand(statement, open);
        await command.ExecuteNonQueryAsync(ct);
    }
#pragma warning restore CA2100
}
