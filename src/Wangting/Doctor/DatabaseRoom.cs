using System.Runtime.CompilerServices;
using Wangting.Storage;

namespace Wangting.Doctor;

/// <summary>Whether the database is there, whole, of this version, ours to write, and keeps what it confirms.</summary>
internal static class DatabaseRoom
{
    const int OldestPostgres = 15;
    static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(2);

    public static async IAsyncEnumerable<Finding> LookAsync(Patient patient, [EnumeratorCancellation] CancellationToken ct)
    {
        if (await patient.DatabaseAsync(ct) is not { } database) yield break;
        foreach (var finding in Judge(database, database.File is null ? DatabaseKind.Postgres : DatabaseKind.Sqlite)) yield return finding;
        if (database.File is { } file && Patient.IsOpenToOthers(file)) yield return Finding.Warning("database_open", file);
        if (database.Folder is { } folder)
            foreach (var finding in DiskSpace.Judge(folder)) yield return finding;
    }

    internal static IEnumerable<Finding> Judge(DatabaseState database, DatabaseKind kind)
    {
        var where = database.Where;
        if (database.Unreachable is { } reason) return [Finding.Fault("database_away", where, ("reason", reason))];
        if (database.Absent) return [Finding.Of(Severity.Note, "database_absent", where)];
        if (database.Damage is { } damage) return [Finding.Fault("database_damaged", where, ("damage", damage))];
        var found = new List<Finding>();
        if (database.MajorVersion < OldestPostgres) found.Add(Finding.Fault("database_old", where, ("version", database.MajorVersion), ("needed", OldestPostgres)));
        if (database.Encoding is { } encoding && encoding != "UTF8") found.Add(Finding.Fault("database_encoding", where, ("encoding", encoding)));
        if (database.Closed.Count > 0) found.Add(Finding.Fault("database_rights", where, ("count", database.Closed.Count), ("first", database.Closed[0])));
        if (database.Newer > 0) found.Add(Finding.Fault("database_newer", where, ("count", database.Newer)));
        // serve brings SQLite up to date by itself.
        else if (database.Pending > 0) found.Add(Finding.Of(kind == DatabaseKind.Postgres ? Severity.Fault : Severity.Note, "database_behind", where, ("count", database.Pending)));
        if (database.Forgetful.Count > 0) found.Add(Finding.Warning("database_forgetful", where, ("switches", string.Join(", ", database.Forgetful))));
        if (database.CollationChanged) found.Add(Finding.Warning("database_collation", where));
        if (database.Ahead.Duration() > MostAhead) found.Add(Finding.Warning("clock_off", where, ("seconds", (long)Math.Round(database.Ahead.TotalSeconds))));
        return found;
    }
}
