using Npgsql;
using NpgsqlTypes;

namespace Wangting.Bench;

/// <summary>The least a change can cost: one transaction of a few prepared inserts, sent together.</summary>
internal static class Bare
{
#pragma warning disable CA2100 // A name of ours.
    public static async Task CommitAsync(NpgsqlDataSource source, string table, int rows, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        for (var row = 0; row < rows; row++)
        {
            var command = new NpgsqlBatchCommand($"INSERT INTO {table} (id, who, what, at) VALUES ($1, $2, $3, $4)");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "a few words of what happened" });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = TimeProvider.System.GetUtcNow().UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            batch.BatchCommands.Add(command);
        }
        await batch.PrepareAsync(ct);
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
#pragma warning restore CA2100
}
