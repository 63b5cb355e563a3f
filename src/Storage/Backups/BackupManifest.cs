using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Wangting.Kernel;

namespace Wangting.Storage.Backups;

/// <summary>What lies beside a copy and says what is in it (<c>FILE.json</c>). A copy without one was never finished.</summary>
/// <param name="Version">Of the program that made it.</param>
/// <param name="Migration">The tables' version.</param>
/// <param name="MasterKey">Which master key opens it: the key's public name, or null while there is none.</param>
/// <param name="Rows">By table.</param>
/// <param name="Sha256">Of the copy, in hexadecimal.</param>
public sealed record BackupManifest(string Version, DateTime MadeAt, string? Migration, string? MasterKey, long Bytes, string Sha256, IReadOnlyDictionary<string, long> Rows)
{
    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static string PathOf(string copy) => copy + ".json";

    internal string Write() => JsonSerializer.Serialize(this, Form);

    /// <exception cref="SetupProblem">There is none, or it is not one.</exception>
    internal static async Task<BackupManifest> ReadAsync(string copy, CancellationToken ct)
    {
        try { return JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllTextAsync(PathOf(copy), ct), Form) ?? throw new JsonException("Empty."); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SetupProblem($"{PathOf(copy)} cannot be read: {fault.Message} It is written last, so a copy without it is not a whole backup. Nothing was changed.", fault);
        }
    }

    internal static async Task<string> HashAsync(string file, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
    }

    internal static async Task FlushAsync(string file, CancellationToken ct)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        await stream.FlushAsync(ct);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>An empty file that only its owner may read: everything about everybody will stand in it.</summary>
    internal static void MakePrivate(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var _ = new FileStream(file, options);
    }

    /// <summary>Counts what a copy holds, and proves that it is whole.</summary>
    /// <exception cref="SetupProblem">It is not.</exception>
    internal static async Task<BackupManifest> ExamineAsync(string copy, IModel model, string version, DateTime now, CancellationToken ct)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        string? migration, root;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ConnectionString);
        await using (connection)
        {
            await connection.OpenAsync(ct);
            // One file with everything in it: a copy of a database in WAL is in WAL itself.
            await AskAsync(connection, "PRAGMA journal_mode = DELETE", ct);
            if (await AskAsync(connection, "PRAGMA integrity_check(1)", ct) is not "ok" and var damage) throw new SetupProblem($"The copy is damaged ({damage}). The database itself may be: run sqlite3 on it, “PRAGMA integrity_check”.");
            foreach (var table in model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct(StringComparer.Ordinal))
                rows[table] = await AskAsync(connection, $"SELECT count(*) FROM \"{table}\"", ct) is long count ? count : 0;
            migration = await AskAsync(connection, "SELECT max(\"MigrationId\") FROM \"__EFMigrationsHistory\"", ct) as string;
            root = await AskAsync(connection, $"SELECT value FROM kernel_keys WHERE name = '{StoredKey.Root}'", ct) as string;
        }
        await FlushAsync(copy, ct);
        return new(version, now, migration, root?.Split('.') is ["v1", var id, _] ? id : null, new FileInfo(copy).Length, await HashAsync(copy, ct), rows);
    }

    internal static async Task<object?> AskAsync(SqliteConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of our own tables: a name cannot be a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(ct);
    }
}
