using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wangting.Kernel;

namespace Wangting.Storage;

/// <summary>Production. A cell lives in the one schema that the connection's <c>Search Path</c> names; nothing here ever
/// names a schema.</summary>
public sealed class PostgresPortalDbContext : PortalDbContext
{
    // The only public one, and of options alone: contexts come from a pool.
    public PostgresPortalDbContext(DbContextOptions<PostgresPortalDbContext> options) : base(options, Storage.Model.Parts) { }

    internal PostgresPortalDbContext(DbContextOptions<PostgresPortalDbContext> options, IEnumerable<ModelPart> parts) : base(options, parts) { }

    // Order between messages is promised to nobody: two nodes deliver side by side as well.
    public override int Writers => 4;

    public override string CodePointCollation => "C";

    // The lowest transaction that may still commit. A transaction that only reads (pg_dump) has no id and holds nothing up.
    internal override async Task<long> ChangesUpToAsync(CancellationToken ct) =>
        await Database.SqlQuery<long>($"SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS \"Value\"").SingleAsync(ct);

    internal override IQueryable<Change> ChangesFrom(long from) => Set<Change>().AsNoTracking().Where(c => c.Transaction >= from);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Change>().Property(c => c.Transaction).HasDefaultValueSql("pg_current_xact_id()::text::bigint");
        // Rows that are changed where they stand find room for their next version on the same page: no index hears of it.
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            if (typeof(IVersioned).IsAssignableFrom(entity.ClrType)) modelBuilder.Entity(entity.ClrType).HasStorageParameter("fillfactor", 85);
    }

    protected override Task<string> StoreInBulkAsync<T>(IReadOnlyList<T> rows, CancellationToken ct) => BulkRows.StoreAsync(this, rows, ct);

    // A plan is kept that was made when a table was empty, and then every batch reads all of it: a table that has grown fourfold
    // since the database last looked is looked at again. Whoever else is looking need not be waited for.
    protected override async Task StoredInBulkAsync(IReadOnlyCollection<string> tables, CancellationToken ct)
    {
        foreach (var table in tables)
            if (await Database.SqlQuery<bool>($"SELECT pg_relation_size(oid) / current_setting('block_size')::int > 4 * greatest(relpages, 16) AS \"Value\" FROM pg_class WHERE oid = {table}::regclass").SingleAsync(ct))
#pragma warning disable EF1002 // A name of the model's own tables; a name cannot be a parameter.
                await Database.ExecuteSqlRawAsync($"ANALYZE (SKIP_LOCKED) {table}", ct);
#pragma warning restore EF1002
    }

    internal override async Task<IReadOnlyList<OutboxMessage>> ClaimMessagesAsync(string node, DateTime now, TimeSpan lease, int most, CancellationToken ct)
    {
        var until = now + lease;
        // SKIP LOCKED: nodes that look at the same moment take different messages instead of waiting for each other.
        return await Set<OutboxMessage>().FromSql($"""
            UPDATE kernel_outbox SET leased_by = {node}, leased_until = {until}, attempts = attempts + 1
            WHERE id IN (SELECT id FROM kernel_outbox WHERE parked_at IS NULL AND due_at <= {now}
                AND (leased_until IS NULL OR leased_until < {now}) ORDER BY due_at, id LIMIT {most} FOR UPDATE SKIP LOCKED)
            RETURNING *
            """).AsNoTracking().ToListAsync(ct);
    }

    public override bool IsDuplicateKey(DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    // Classes 22 (data exception) and 23 (integrity constraint violation).
    public override bool IsUnfit(DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: ['2', '2' or '3', ..] };
}
