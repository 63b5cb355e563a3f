using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Wangting.Storage;

/// <summary>For <c>dev/add-migration</c>: the model without a host, for each database.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqlitePortalDbContext>
{
    public SqlitePortalDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqlitePortalDbContext>();
        StorageServices.Sqlite(options, "Data Source=:memory:");
        return new SqlitePortalDbContext(options.Options);
    }
}

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresPortalDbContext>
{
    public PostgresPortalDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresPortalDbContext>();
        StorageServices.Postgres(options, "Host=localhost");
        return new PostgresPortalDbContext(options.Options);
    }
}
