using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Storage.Backups;

/// <param name="Copy">What <see cref="BackUp"/> made, its manifest beside it.</param>
/// <param name="Replace">Also over a database that is there; it is kept beside under another name.</param>
public sealed record Restore(string Copy, bool Replace);

/// <param name="Kept">What was there before, or null.</param>
public sealed record Restored(string File, string? Kept, BackupManifest Copy);

/// <summary><c>wangting restore</c>: puts a copy where the settings say the embedded database is. What is there changes in
/// one renaming at the very end, so whoever kills it finds either the old or the new.</summary>
public sealed class RestoreHandler(IOptions<DatabaseOptions> options, IOptions<KeyOptions> keys, TimeProvider clock)
{
    /// <exception cref="SetupProblem">The copy is not whole, the key is another, a database is there or in use. Nothing was changed.</exception>
    public async Task<Restored> HandleAsync(Restore command, CancellationToken ct)
    {
        if (options.Value.Kind != DatabaseKind.Sqlite)
            throw new SetupProblem("PostgreSQL is restored by its own tools: createdb NEW, then pg_restore --no-owner --dbname=NEW FILE. See docs/operating.md, “Backup”.");
        var backup = await BackupManifest.ReadAsync(command.Copy, ct);
        var target = Path.GetFullPath(new SqliteConnectionStringBuilder(options.Value.ConnectionString).DataSource);
        var there = File.Exists(target) && new FileInfo(target).Length > 0;
        if (there && !command.Replace) throw new SetupProblem($"There is a database at {target}. With --replace it is put aside and the copy takes its place. Nothing was changed.");
        var incoming = target + ".restoring";
        try
        {
            BackupManifest.MakePrivate(incoming);
            await using (var from = File.OpenRead(command.Copy))
            await using (var into = File.OpenWrite(incoming)) await from.CopyToAsync(into, ct);
            // Of what arrived, not of what lies there: a disk or a network may have changed it on the way.
            if (await BackupManifest.HashAsync(incoming, ct) != backup.Sha256) throw new SetupProblem($"{command.Copy} is not what its manifest says: it was changed, or cut off. Nothing was changed here.");
            await OpenAsync(incoming, ct);
            await BackupManifest.FlushAsync(incoming, ct);
            if (!there)
            {
                foreach (var alien in (string[])["-wal", "-shm", "-journal"]) File.Delete(target + alien); // SQLite would play it into the copy
                File.Move(incoming, target, overwrite: true);
                return new(target, null, backup);
            }
            await using var alone = await AloneAsync(target, ct);
            var kept = target + clock.GetUtcNow().ToString("'.before-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            BackupManifest.MakePrivate(kept);
            File.Copy(target, kept, overwrite: true);
            await BackupManifest.FlushAsync(kept, ct);
            File.Move(incoming, target, overwrite: true);
            return new(target, kept, backup);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new SetupProblem($"Nothing was restored: {fault.Message}", fault);
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    // It reads as a database, and this installation's master key opens its root: before anything is replaced, not after.
    async Task OpenAsync(string file, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        if (await BackupManifest.AskAsync(connection, "PRAGMA quick_check(1)", ct) is not "ok") throw new SetupProblem("The copy is damaged. Nothing was changed.");
        if (await BackupManifest.AskAsync(connection, $"SELECT value FROM kernel_keys WHERE name = '{StoredKey.Root}'", ct) is string root)
            MasterKeyFile.Find(keys.Value, Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY")).Unwrap(StoredKey.Root, root);
    }

    // Leaving WAL needs the file for oneself, and takes the -wal file into it; so this is both the question whether
    // anybody serves from it, and the lock until the copy is in its place.
    static async Task<SqliteConnection> AloneAsync(string file, CancellationToken ct)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            await BackupManifest.AskAsync(connection, "PRAGMA journal_mode = DELETE", ct);
            await BackupManifest.AskAsync(connection, "BEGIN EXCLUSIVE", ct);
            return connection;
        }
        catch (SqliteException fault)
        {
            await connection.DisposeAsync();
            const int notADatabase = 26, corrupt = 11;
            throw new SetupProblem(fault.SqliteErrorCode is notADatabase or corrupt
                ? $"What is at {file} is not a whole database: move it away yourself, then restore without --replace. Nothing was changed."
                : $"The database at {file} is in use: stop the hall first. Nothing was changed.", fault);
        }
    }
}
