using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <summary>Prepared inserts. The journal is a plain one for the while: it keeps what was there before, which is next to
/// nothing, where the write-ahead log would hold the whole province a second time. Either undoes a killed run.</summary>
internal sealed class SqliteLoad(PortalDbContext db, Tables tables) : ILoad
{
    readonly Dictionary<TableRows, SqliteInsert> inserts = [];
    IReadOnlyList<string> makeAgain = [];
    IDbContextTransaction? transaction;

    SqliteConnection Connection => (SqliteConnection)db.Database.GetDbConnection();

    public IPart NewPart() => new ListPart();

    public async Task<Refusal?> BeginAsync(CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        // Changes of journal are refused while another process has the file open.
        try { await AskAsync("PRAGMA journal_mode = DELETE", ct); }
        catch (SqliteException) { return Refusal.Conflict("generate.in_use"); }
        await AskAsync("PRAGMA foreign_keys = OFF; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -131072", ct);
        transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var table in tables.All)
            if (await table.AnyAsync(db, ct)) return Refusal.Conflict("generate.not_empty", ("table", table.Name));
        var filled = tables.All.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var indexes = (await RowsAsync("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL", ct)).Where(r => filled.Contains(r[0])).ToArray();
        foreach (var index in indexes) await AskAsync($"DROP INDEX \"{index[1]}\"", ct);
        makeAgain = [.. indexes.Select(i => i[2])];
        foreach (var table in tables.All) inserts[table] = new SqliteInsert(Connection.Handle!, table);
        return null;
    }

    public Task StoreAsync(IPart part, CancellationToken ct)
    {
        foreach (var (slot, row) in ((ListPart)part).All)
        {
            var table = tables.At(slot);
            table.Write(row, inserts[table]);
            inserts[table].End();
        }
        return Task.CompletedTask;
    }

    public async Task FinishAsync(CancellationToken ct)
    {
        foreach (var insert in inserts.Values) insert.Dispose();
        inserts.Clear();
        foreach (var statement in makeAgain) await AskAsync(statement, ct);
        if ((await RowsAsync("SELECT \"table\", parent, '' FROM pragma_foreign_key_check LIMIT 1", ct)) is [var broken, ..])
            throw new InvalidOperationException($"A row of {broken[0]} refers to a row of {broken[1]} that is not there.");
        await AskAsync("ANALYZE", ct);
    }

    public Task CommitAsync(CancellationToken ct) => transaction!.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        foreach (var insert in inserts.Values) insert.Dispose();
        if (transaction is not null) await transaction.DisposeAsync();
        // Back to what every connection of the hall expects; the next to be opened sets the rest.
        await AskAsync("PRAGMA journal_mode = WAL", CancellationToken.None);
        await db.Database.CloseConnectionAsync();
    }

#pragma warning disable CA2100 // Our own pragmas and table names, and the database's own definitions.
    async Task AskAsync(string statement, CancellationToken ct)
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = statement;
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        await command.ExecuteNonQueryAsync(ct);
    }

    async Task<List<string[]>> RowsAsync(string query, CancellationToken ct)
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = query;
        command.Transaction = (SqliteTransaction)transaction!.GetDbTransaction();
        var rows = new List<string[]>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add([reader.GetString(0), reader.GetString(1), reader.GetString(2)]);
        return rows;
    }
#pragma warning restore CA2100

    sealed class ListPart : IPart
    {
        public List<(int Slot, object Row)> All { get; } = [];
        public long Rows => All.Count;
        public void Add<T>(T row) where T : class => All.Add((Tables.SlotOf<T>(), row));
    }
}
