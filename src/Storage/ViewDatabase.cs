using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Wangting.Kernel;

namespace Wangting.Storage;

/// <summary>How the configured database is, whatever its kind.</summary>
public sealed record DatabaseState
{
    /// <summary>Host and database, or the file.</summary>
    public required string Where { get; init; }

    /// <summary>Why it cannot be opened; nothing else is known then.</summary>
    public string? Unreachable { get; init; }

    /// <summary>Of SQLite: <c>serve</c> will make it.</summary>
    public bool Absent { get; init; }

    /// <summary>It has this version's tables, and they can be read.</summary>
    public bool IsUsable => Unreachable is null && Damage is null && !Absent && Pending == 0 && Closed.Count == 0;

    public string? Damage { get; init; }
    public int Pending { get; init; }

    /// <summary>Migrations that this program does not know: a newer one has been here.</summary>
    public int Newer { get; init; }

    public int? MajorVersion { get; init; }
    public string? Encoding { get; init; }

    /// <summary>Tables that this user may not write.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>The server's switches that let it forget what it has confirmed.</summary>
    public IReadOnlyList<string> Forgetful { get; init; } = [];

    public bool CollationChanged { get; init; }

    /// <summary>How far its clock is ahead of ours.</summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>A folder on this machine whose room it takes.</summary>
    public string? Folder { get; init; }

    /// <summary>The file, of SQLite.</summary>
    public string? File { get; init; }
}

/// <summary>Looks, and changes nothing.</summary>
public sealed class ViewDatabase(PortalDbContext db, IOptions<DatabaseOptions> options, TimeProvider clock)
{
    public Task<DatabaseState> HandleAsync(CancellationToken ct) => options.Value.Kind == DatabaseKind.Sqlite ? SqliteAsync(ct) : PostgresAsync(ct);

    async Task<DatabaseState> SqliteAsync(CancellationToken ct)
    {
        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(options.Value.ConnectionString).DataSource);
        var state = new DatabaseState { Where = file, File = file, Folder = Path.GetDirectoryName(file) };
        if (!Directory.Exists(state.Folder)) return state with { Unreachable = $"there is no folder {state.Folder}", Folder = null };
        if (!File.Exists(file)) return state with { Absent = true };
        try
        {
            // Opened for writing: who may only read finds out at the first payment otherwise.
            await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString))
            {
                await connection.OpenAsync(ct);
                await Backups.BackupManifest.AskAsync(connection, "PRAGMA busy_timeout = 5000", ct);
                if (await Backups.BackupManifest.AskAsync(connection, "PRAGMA quick_check(1)", ct) is not "ok" and var damage) return state with { Damage = $"{damage}" };
            }
            return await WithMigrationsAsync(state with { Closed = Writable(file) ? [] : [file] }, ct);
        }
        catch (DbException fault) { return state with { Unreachable = fault.Message }; }
    }

    static bool Writable(string file)
    {
        try
        {
            using var _ = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { return false; }
    }

    async Task<DatabaseState> PostgresAsync(CancellationToken ct)
    {
        var own = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString) { Timeout = 5, CommandTimeout = 10, Pooling = false };
        var state = new DatabaseState { Where = $"{own.Host}/{own.Database}" };
        try
        {
            await using var connection = new NpgsqlConnection(own.ConnectionString);
            await connection.OpenAsync(ct);
            async Task<T> AskAsync<T>(string sql)
            {
                await using var command = new NpgsqlCommand(sql, connection);
                return (T)(await command.ExecuteScalarAsync(ct))!;
            }
            var before = clock.GetUtcNow().UtcDateTime;
            var theirs = await AskAsync<DateTime>("SELECT clock_timestamp() AT TIME ZONE 'UTC'");
            var ours = before + (clock.GetUtcNow().UtcDateTime - before) / 2;
            state = state with
            {
                Ahead = theirs - ours,
                MajorVersion = connection.PostgreSqlVersion.Major,
                Encoding = await AskAsync<string>("SHOW server_encoding"),
                Forgetful = await AskAsync<string[]>("SELECT coalesce(array_agg(name::text ORDER BY name), '{}') FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'"),
                // pg_database_collation_actual_version: PostgreSQL 15.
                CollationChanged = connection.PostgreSqlVersion.Major >= 15 && await AskAsync<bool>("SELECT coalesce(datcollversion <> pg_database_collation_actual_version(oid), false) FROM pg_database WHERE datname = current_database()"),
                Closed = await AskAsync<string[]>("SELECT coalesce(array_agg(c.relname::text ORDER BY c.relname), '{}') FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))"),
            };
            return state.Closed.Count > 0 ? state : await WithMigrationsAsync(state, ct);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException or System.Net.Sockets.SocketException) { return state with { Unreachable = fault.GetBaseException().Message }; }
    }

    async Task<DatabaseState> WithMigrationsAsync(DatabaseState state, CancellationToken ct)
    {
        var (known, applied) = (db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal), (await db.Database.GetAppliedMigrationsAsync(ct)).ToHashSet(StringComparer.Ordinal));
        return state with { Pending = known.Except(applied).Count(), Newer = applied.Except(known).Count() };
    }
}
