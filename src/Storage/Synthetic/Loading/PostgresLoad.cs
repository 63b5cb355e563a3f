using System.Collections.Concurrent;
using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <summary>Binary COPY. The tables are emptied (of nothing) in the same transaction, so that PostgreSQL may store rows
/// frozen and, with <c>wal_level = minimal</c>, without logging each; it undoes all of it if the transaction ends early.</summary>
internal sealed class PostgresLoad(PortalDbContext db, Tables tables) : ILoad
{
    readonly ConcurrentBag<CopyPart> idle = [];
    IReadOnlyList<string> makeAgain = [];
    IDbContextTransaction? transaction;

    NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    public IPart NewPart() => idle.TryTake(out var part) ? part : new CopyPart(tables);

    public async Task<Refusal?> BeginAsync(CancellationToken ct)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromHours(6)); // an index over everything takes what it takes
        transaction = await db.Database.BeginTransactionAsync(ct);
        // A long transaction of somebody else's is a reason to say so, not to wait for its end.
        await RunAsync("SET LOCAL lock_timeout = '10s'", ct);
        try { await RunAsync($"LOCK TABLE {string.Join(", ", tables.All.Select(t => t.Name))} IN ACCESS EXCLUSIVE MODE", ct); }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.LockNotAvailable) { return Refusal.Conflict("generate.in_use"); }
        foreach (var table in tables.All)
            if (await table.AnyAsync(db, ct)) return Refusal.Conflict("generate.not_empty", ("table", table.Name));
        var found = await ConstraintsAsync(ct);
        foreach (var statement in found.Select(f => f.Drop)) await RunAsync(statement, ct);
        makeAgain = [.. found.Reverse().Select(f => f.Make)];
        await RunAsync($"TRUNCATE {string.Join(", ", tables.All.Select(t => t.Name))}", ct);
        return null;
    }

    public async Task StoreAsync(IPart part, CancellationToken ct)
    {
        var copies = (CopyPart)part;
        foreach (var table in tables.All)
            if (copies.Buffer(table) is { Rows: > 0 } buffer) await CopyAsync(table, buffer.Written, ct);
        copies.Clear();
        idle.Add(copies);
    }

    /// <summary>One COPY of rows that are laid out already.</summary>
    internal Task CopyAsync(TableRows table, ReadOnlyMemory<byte> rows, CancellationToken ct) => CopyBuffer.CopyAsync(Connection, table, rows, ", FREEZE", ct);

    public async Task FinishAsync(CancellationToken ct)
    {
        await RunAsync("SET LOCAL maintenance_work_mem = '256MB'", ct);
        foreach (var statement in makeAgain) await RunAsync(statement, ct);
        foreach (var table in tables.All) await RunAsync($"ANALYZE {table.Name}", ct);
    }

    public Task CommitAsync(CancellationToken ct) => transaction!.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        if (transaction is not null) await transaction.DisposeAsync();
    }

    // As the database itself words them, whatever migrations made them: foreign keys first, then primary keys, then indexes.
    async Task<IReadOnlyList<(string Drop, string Make)>> ConstraintsAsync(CancellationToken ct)
    {
        var found = new List<(string, string)>();
        await using var command = Connection.CreateCommand();
        command.Transaction = (NpgsqlTransaction)transaction!.GetDbTransaction();
        command.CommandText = """
            WITH filled AS (SELECT unnest(@tables)::regclass AS id)
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
                format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), CASE contype WHEN 'f' THEN 1 ELSE 2 END AS turn
            FROM pg_constraint WHERE (contype = 'f' AND (conrelid IN (SELECT id FROM filled) OR confrelid IN (SELECT id FROM filled)))
                OR (contype IN ('p', 'u') AND conrelid IN (SELECT id FROM filled))
            UNION ALL
            SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 3
            FROM pg_index i WHERE indrelid IN (SELECT id FROM filled)
                AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
            ORDER BY 3, 1
            """;
        command.Parameters.AddWithValue("tables", tables.All.Select(t => t.Name).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    }

    // Our own table names and the database's own words: nothing in them comes from outside.
#pragma warning disable EF1002
    Task<int> RunAsync(string statement, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(statement.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), ct);
#pragma warning restore EF1002

    sealed class CopyPart(Tables tables) : IPart
    {
        readonly CopyBuffer?[] buffers = new CopyBuffer?[64];

        public long Rows => buffers.Sum(b => (long)(b?.Rows ?? 0));
        public CopyBuffer? Buffer(TableRows table) => buffers[table.Slot];

        public void Add<T>(T row) where T : class => tables.Of<T>().Write(row, buffers[Tables.SlotOf<T>()] ??= new CopyBuffer());

        public void Clear()
        {
            foreach (var buffer in buffers) buffer?.Clear();
        }
    }
}
