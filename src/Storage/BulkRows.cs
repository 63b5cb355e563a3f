using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wangting.Kernel;
using Wangting.Storage.Synthetic;

namespace Wangting.Storage;

/// <summary>New rows by COPY on PostgreSQL and by one prepared insert on SQLite.</summary>
internal sealed class BulkRows : IBulkRows
{
    // The signature, flags and length of the header's extension; two bytes end the stream (the manual, chapter COPY).
    static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0], End = [0xFF, 0xFF];
    readonly ConcurrentDictionary<(DatabaseKind, Type), TableRows> tables = new();

    public async Task AddAsync<T>(PortalDbContext db, IReadOnlyCollection<T> rows, CancellationToken ct) where T : class
    {
        if (rows.Count == 0) return;
        var kind = db is SqlitePortalDbContext ? DatabaseKind.Sqlite : DatabaseKind.Postgres;
        var table = (TableRows<T>)tables.GetOrAdd((kind, typeof(T)), static (_, model) => TableRows.Of<T>(model), db.Model);
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            if (kind == DatabaseKind.Sqlite) Insert(((SqliteConnection)db.Database.GetDbConnection()).Handle!, table, rows);
            else await CopyAsync((NpgsqlConnection)db.Database.GetDbConnection(), table, rows, ct);
        }
        finally { await db.Database.CloseConnectionAsync(); }
    }

    static void Insert<T>(SQLitePCL.sqlite3 database, TableRows<T> table, IReadOnlyCollection<T> rows) where T : class
    {
        using var insert = new SqliteInsert(database, table);
        foreach (var row in rows)
        {
            table.Write(row, insert);
            insert.End();
        }
    }

    static async Task CopyAsync<T>(NpgsqlConnection connection, TableRows<T> table, IReadOnlyCollection<T> rows, CancellationToken ct) where T : class
    {
        var buffer = new CopyBuffer();
        foreach (var row in rows) table.Write(row, buffer);
        await using var stream = await connection.BeginRawBinaryCopyAsync($"COPY {table.Name} ({string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))}) FROM STDIN (FORMAT BINARY)", ct);
        await stream.WriteAsync(Header, ct);
        await stream.WriteAsync(buffer.Written, ct);
        await stream.WriteAsync(End, ct);
    }
}
