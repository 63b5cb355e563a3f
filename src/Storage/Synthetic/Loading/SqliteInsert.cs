using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Wangting.Storage.Synthetic;

/// <summary>One table's prepared insert. Bound by place on the library's own interface, in the spelling that
/// Microsoft.Data.Sqlite reads: looking each parameter up by name costs more than storing it.</summary>
internal sealed class SqliteInsert : RowWriter, IDisposable
{
    readonly sqlite3 database;
    readonly sqlite3_stmt statement;
    int place;

    public SqliteInsert(sqlite3 database, TableRows table)
    {
        this.database = database;
        var sql = $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", table.Columns.Select(_ => "?"))})";
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    public override void Begin(int columns) => place = 0;

    /// <summary>The row is whole.</summary>
    public void End()
    {
        if (raw.sqlite3_step(statement) is var answer && answer != raw.SQLITE_DONE) Check(answer);
        Check(raw.sqlite3_reset(statement));
    }

    public override void Null() => Check(raw.sqlite3_bind_null(statement, ++place));
    public override void Write(string value) => Check(raw.sqlite3_bind_text(statement, ++place, value));
    public override void Write(long value) => Check(raw.sqlite3_bind_int64(statement, ++place, value));
    public override void Write(int value) => Write((long)value);
    public override void Write(bool value) => Write(value ? 1L : 0L);

    public override void Write(Guid value)
    {
        Span<byte> text = stackalloc byte[36];
        value.TryFormat(text, out _);
        Ascii.ToUpperInPlace(text, out _);
        Check(raw.sqlite3_bind_text(statement, ++place, text));
    }

    public override void Write(DateTime value)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        Check(raw.sqlite3_bind_text(statement, ++place, text[..length]));
    }

    public override void Write(DateOnly value)
    {
        Span<byte> text = stackalloc byte[16];
        value.TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Check(raw.sqlite3_bind_text(statement, ++place, text[..length]));
    }

    public void Dispose() => statement.Dispose();

    void Check(int answer)
    {
        if (answer != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), answer & 0xFF, raw.sqlite3_extended_errcode(database));
    }
}
