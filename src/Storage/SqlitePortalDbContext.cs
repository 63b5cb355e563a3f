using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Storage;

/// <summary>The embedded default: one file, one writer.</summary>
public sealed class SqlitePortalDbContext : PortalDbContext
{
    const int SqliteConstraintUnique = 2067, SqliteConstraintPrimaryKey = 1555;
    const int SqliteTooBig = 18, SqliteConstraint = 19, SqliteMismatch = 20;

    // The only public one, and of options alone: contexts come from a pool.
    public SqlitePortalDbContext(DbContextOptions<SqlitePortalDbContext> options) : base(options, Storage.Model.Parts) { }

    internal SqlitePortalDbContext(DbContextOptions<SqlitePortalDbContext> options, IEnumerable<ModelPart> parts) : base(options, parts) { }

    public override string CodePointCollation => "BINARY";

    // One writer at a time: ids are given in the order of commits, and (AUTOINCREMENT) never twice.
    internal override async Task<long> ChangesUpToAsync(CancellationToken ct) => await Set<Change>().MaxAsync(c => (long?)c.Id, ct) ?? 0;

    internal override IQueryable<Change> ChangesFrom(long from) => Set<Change>().AsNoTracking().Where(c => c.Id > from);

    protected override Task<string> StoreInBulkAsync<T>(IReadOnlyList<T> rows, CancellationToken ct) => BulkRows.StoreAsync(this, rows, ct);

    internal override async Task<IReadOnlyList<OutboxMessage>> ClaimMessagesAsync(string node, DateTime now, TimeSpan lease, int most, CancellationToken ct)
    {
        var until = now + lease;
        // SQLite has one writer at a time, so the update alone is the claim. RETURNING saves the second look.
        return await Set<OutboxMessage>().FromSql($"""
            UPDATE kernel_outbox SET leased_by = {node}, leased_until = {until}, attempts = attempts + 1
            WHERE id IN (SELECT id FROM kernel_outbox WHERE parked_at IS NULL AND due_at <= {now}
                AND (leased_until IS NULL OR leased_until < {now}) ORDER BY due_at, id LIMIT {most})
            RETURNING *
            """).AsNoTracking().ToListAsync(ct);
    }

    public override bool IsDuplicateKey(DbUpdateException failure) =>
        failure.InnerException is SqliteException { SqliteExtendedErrorCode: SqliteConstraintUnique or SqliteConstraintPrimaryKey };

    public override bool IsUnfit(DbUpdateException failure) =>
        failure.InnerException is SqliteException { SqliteErrorCode: SqliteTooBig or SqliteConstraint or SqliteMismatch };
}
