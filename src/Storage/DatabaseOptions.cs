using System.ComponentModel.DataAnnotations;

namespace Wangting.Storage;

public enum DatabaseKind { Sqlite, Postgres }

/// <summary>Section <c>Database</c>: the one setting between the embedded default and production.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>Sqlite</c> or <c>Postgres</c>.</summary>
    public DatabaseKind Kind { get; set; } = DatabaseKind.Sqlite;

    /// <summary>For SQLite a <c>Data Source=…</c>; for PostgreSQL <c>Host=…;Database=…;Username=…;Search Path=…</c>.</summary>
    [Required] public string ConnectionString { get; set; } = "Data Source=wangting.db";
}
