using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Storage.Backups;

/// <param name="To">A folder, where the copy is named by its time, or the copy's own path.</param>
public sealed record BackUp(string To);

/// <param name="File">The copy; its manifest lies beside it.</param>
public sealed record BackedUp(string File, BackupManifest Copy);

/// <summary><c>wangting backup</c>: copies the embedded database while it is being served from, by SQLite's own online
/// backup. The copy has its name only once it has been read through.</summary>
public sealed class BackUpHandler(PortalDbContext db, IOptions<DatabaseOptions> options, TimeProvider clock)
{
    /// <exception cref="SetupProblem">Another kind of database, nothing there, or no place for the copy.</exception>
    public async Task<BackedUp> HandleAsync(BackUp command, CancellationToken ct)
    {
        if (options.Value.Kind != DatabaseKind.Sqlite)
            throw new SetupProblem("PostgreSQL is backed up by its own tools, while serving: pg_dump --format=custom --file=FILE DATABASE, or continuous archiving. See docs/operating.md, “Backup”.");
        var source = new SqliteConnectionStringBuilder(options.Value.ConnectionString).DataSource;
        if (!File.Exists(source)) throw new SetupProblem($"There is no database at {source}.");
        var (copy, now) = (Place(command.To), clock.GetUtcNow().UtcDateTime);
        var partial = copy + ".partial";
        try
        {
            BackupManifest.MakePrivate(partial);
            await CopyAsync(source, partial, ct);
            var backup = await BackupManifest.ExamineAsync(partial, db.Model, typeof(BackUp).Assembly.GetName().Version!.ToString(3), now, ct);
            File.Move(partial, copy);
            BackupManifest.MakePrivate(BackupManifest.PathOf(copy) + ".partial");
            await File.WriteAllTextAsync(BackupManifest.PathOf(copy) + ".partial", backup.Write(), ct);
            await BackupManifest.FlushAsync(BackupManifest.PathOf(copy) + ".partial", ct);
            File.Move(BackupManifest.PathOf(copy) + ".partial", BackupManifest.PathOf(copy));
            // A copy of everything was taken: that is an act, and the newest of them tells `doctor` how old the last is.
            db.Audit(Caller.System, clock, BackupAct.Name, "database", backup.Sha256[..16], details: new { backup.Bytes });
            await db.SaveChangesAsync(ct);
            return new(copy, backup);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new SetupProblem($"No backup was made: {fault.Message}", fault);
        }
        finally
        {
            foreach (var left in (string[])["", "-journal", "-wal", "-shm"]) File.Delete(partial + left);
        }
    }

    string Place(string to)
    {
        var copy = Directory.Exists(to) ? Path.Combine(to, clock.GetUtcNow().ToString("'wangting-'yyyyMMdd'T'HHmmss'Z.db'", CultureInfo.InvariantCulture)) : Path.GetFullPath(to);
        if (File.Exists(copy) || File.Exists(BackupManifest.PathOf(copy))) throw new SetupProblem($"{copy} is there already, and a backup is never written over.");
        return Directory.Exists(Path.GetDirectoryName(copy)) ? copy : throw new SetupProblem($"There is no folder {Path.GetDirectoryName(copy)}.");
    }

    // All pages in one step: in WAL a reader sees one moment and holds up no writer.
    static async Task CopyAsync(string source, string copy, CancellationToken ct)
    {
        await using var from = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        await using var into = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ConnectionString);
        await from.OpenAsync(ct);
        await BackupManifest.AskAsync(from, "PRAGMA busy_timeout = 5000", ct);
        await into.OpenAsync(ct);
        from.BackupDatabase(into);
    }
}
