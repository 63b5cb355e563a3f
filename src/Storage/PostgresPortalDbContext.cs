using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wangting.Kernel;

namespace Wangting.Storage;

/// <summary>Production. A cell lives in the one schema that the connection's <c>Search Path</c> names; nothing here ever
/// names a schema.</summary>
public sealed class PostgresPortalDbContext(DbContextOptions<PostgresPortalDbContext> options, IEnumerable<ModelPart> parts) : PortalDbContext(options, parts)
{
    public override async Task<IReadOnlyList<Guid>> ClaimMessagesAsync(string node, DateTime now, TimeSpan lease, int most, CancellationToken ct)
    {
        var until = now + lease;
        // SKIP LOCKED: nodes that look at the same moment take different messages instead of waiting for each other.
        return await Database.SqlQuery<Guid>($"""
            UPDATE kernel_outbox SET leased_by = {node}, leased_until = {until}, attempts = attempts + 1
            WHERE id IN (SELECT id FROM kernel_outbox WHERE parked_at IS NULL AND due_at <= {now}
                AND (leased_until IS NULL OR leased_until < {now}) ORDER BY due_at LIMIT {most} FOR UPDATE SKIP LOCKED)
            RETURNING id AS "Value"
            """).ToListAsync(ct);
    }

    public override bool IsDuplicateKey(DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    // Classes 22 (data exception) and 23 (integrity constraint violation).
    public override bool IsUnfit(DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: ['2', '2' or '3', ..] };
}
