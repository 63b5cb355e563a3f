using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Npgsql;
using NpgsqlTypes;

namespace Wangting.Storage;

/// <summary>Makes a save's statements for PostgreSQL (docs/decisions/0024).</summary>
internal sealed class PostgresBatches : IModificationCommandBatchFactory
{
    public ModificationCommandBatch Create() => new PostgresBatch();
}

/// <summary>What a save writes, in the order that EF has found, in one round trip: rows that are added to a table one after
/// the other are one statement, whose parameters are columns of values. The provider's own batch writes a statement for each
/// row, each in text that is taken apart again before it is sent.</summary>
internal sealed class PostgresBatch : ModificationCommandBatch
{
    const int Most = 1000;
    static readonly NpgsqlCommand Parameters = new();
    readonly List<IReadOnlyModificationCommand> rows = [];
    bool more;

    public override IReadOnlyList<IReadOnlyModificationCommand> ModificationCommands => rows;
    public override bool RequiresTransaction => rows.Count > 1;
    public override bool AreMoreBatchesExpected => more;

    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        if (rows.Count >= Most) return false;
        if (modificationCommand.StoreStoredProcedure is not null || modificationCommand.ColumnModifications.Any(c => c.JsonPath is not null))
            throw new NotSupportedException($"{modificationCommand.TableName} is written in a manner that is not foreseen here.");
        rows.Add(modificationCommand);
        return true;
    }

    public override void Complete(bool moreBatchesExpected) => more = moreBatchesExpected;

    // Hardly anything is saved without waiting in another manner: the key ring, when a key is made.
    public override void Execute(IRelationalConnection connection) => ExecuteAsync(connection, CancellationToken.None).GetAwaiter().GetResult();

    public override async Task ExecuteAsync(IRelationalConnection connection, CancellationToken cancellationToken = default)
    {
        IReadOnlyModificationCommand[] at = [.. rows];
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)connection.DbConnection, (NpgsqlTransaction?)connection.CurrentTransaction?.GetDbTransaction());
            if (connection.CommandTimeout is { } seconds) batch.Timeout = seconds;
            List<ArraySegment<IReadOnlyModificationCommand>> statements = [.. Runs()];
            foreach (var run in statements) batch.BatchCommands.Add(run.Count > 1 ? InsertAll(run) : One(run[0]));
            await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
            {
                foreach (var run in statements.Where(r => r.Count == 1 && IsAnswered(r[0])))
                {
                    at = [.. run];
                    await TakeAsync(run[0], reader, cancellationToken);
                    await reader.NextResultAsync(cancellationToken);
                }
                while (await reader.NextResultAsync(cancellationToken)) { }
            }
            for (var i = 0; i < statements.Count; i++)
            {
                if (batch.BatchCommands[i].RecordsAffected == statements[i].Count) continue;
                at = [.. statements[i]];
                throw Overtaken(at);
            }
        }
        catch (Exception fault) when (fault is not (DbUpdateException or OperationCanceledException))
        {
            throw new DbUpdateException($"A row of {at[0].TableName} or one stored with it could not be stored: {fault.Message}", fault, [.. at.SelectMany(r => r.Entries)]);
        }
    }

    // Neighbours that are added to the same table, in the same columns, and of which nothing is to be read back.
    IEnumerable<ArraySegment<IReadOnlyModificationCommand>> Runs()
    {
        var all = rows.ToArray();
        for (int from = 0, to; from < all.Length; from = to)
        {
            to = from + 1;
            while (to < all.Length && CanJoin(all[from], all[to])) to++;
            yield return new ArraySegment<IReadOnlyModificationCommand>(all, from, to - from);
        }
    }

    // A column that is a list itself would come apart.
    static bool CanJoin(IReadOnlyModificationCommand first, IReadOnlyModificationCommand next) =>
        first.EntityState == EntityState.Added && next.EntityState == EntityState.Added && first.Table == next.Table && !IsAnswered(first) && !IsAnswered(next)
        && first.ColumnModifications.All(c => c.TypeMapping!.ElementTypeMapping is null)
        && first.ColumnModifications.Select(c => c.ColumnName).SequenceEqual(next.ColumnModifications.Select(c => c.ColumnName), StringComparer.Ordinal);

    static bool IsAnswered(IReadOnlyModificationCommand row) => row.ColumnModifications.Any(c => c.IsRead);

#pragma warning disable CA2100 // Names of the model's own tables and columns: a name cannot be a parameter.
    static NpgsqlBatchCommand InsertAll(ArraySegment<IReadOnlyModificationCommand> run)
    {
        var made = new NpgsqlBatchCommand();
        var columns = run[0].ColumnModifications;
        for (var i = 0; i < columns.Count; i++) made.Parameters.Add(Column(run, i));
        made.CommandText = $"INSERT INTO {Name(run[0])} ({string.Join(", ", columns.Select(Name))}) SELECT * FROM unnest({string.Join(", ", Enumerable.Range(1, columns.Count).Select(Place))})";
        return made;
    }

    // An array of what lies in the column; the type of its elements is what a single value's parameter would have.
    static NpgsqlParameter Column(ArraySegment<IReadOnlyModificationCommand> run, int column)
    {
        var mapping = run[0].ColumnModifications[column].TypeMapping!;
        var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        var values = Array.CreateInstance(type.IsValueType && Nullable.GetUnderlyingType(type) is null ? typeof(Nullable<>).MakeGenericType(type) : type, run.Count);
        for (var row = 0; row < run.Count; row++)
        {
            var value = run[row].ColumnModifications[column].Value;
            values.SetValue(mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value, row);
        }
        return new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | Single(run[0].ColumnModifications[column], null).NpgsqlDbType };
    }

    static NpgsqlBatchCommand One(IReadOnlyModificationCommand row)
    {
        var made = new NpgsqlBatchCommand();
        var columns = row.ColumnModifications;
        var written = columns.Where(c => c.IsWrite).ToList();
        foreach (var column in written) made.Parameters.Add(Single(column, column.Value));
        var places = Enumerable.Range(1, written.Count).Select(Place).ToList();
        var text = new StringBuilder(300);
        if (row.EntityState == EntityState.Added)
            text.Append(CultureInfo.InvariantCulture, $"INSERT INTO {Name(row)} ").Append(written.Count == 0 ? "DEFAULT VALUES" : $"({string.Join(", ", written.Select(Name))}) VALUES ({string.Join(", ", places)})");
        else if (row.EntityState == EntityState.Modified)
            text.Append(CultureInfo.InvariantCulture, $"UPDATE {Name(row)} SET {string.Join(", ", written.Select((c, i) => $"{Name(c)} = {places[i]}"))}");
        else text.Append(CultureInfo.InvariantCulture, $"DELETE FROM {Name(row)}");
        var joined = " WHERE ";
        foreach (var column in columns.Where(c => c.IsCondition))
        {
            var value = column.UseOriginalValue ? column.OriginalValue : column.Value;
            if (value is not null) made.Parameters.Add(Single(column, value));
            text.Append(joined).Append(Name(column)).Append(value is null ? " IS NULL" : " = " + Place(made.Parameters.Count));
            joined = " AND ";
        }
        if (IsAnswered(row)) text.Append(" RETURNING ").AppendJoin(", ", columns.Where(c => c.IsRead).Select(Name));
        made.CommandText = text.ToString();
        return made;
    }
#pragma warning restore CA2100

    static async Task TakeAsync(IReadOnlyModificationCommand row, NpgsqlDataReader reader, CancellationToken ct)
    {
        if (!await reader.ReadAsync(ct)) throw Overtaken([row]);
        var place = 0;
        foreach (var column in row.ColumnModifications.Where(c => c.IsRead))
        {
            var value = await reader.IsDBNullAsync(place, ct) ? null : reader.GetValue(place);
            place++;
            column.Value = column.TypeMapping!.Converter is { } converter ? converter.ConvertFromProvider(value) : value;
        }
    }

    static NpgsqlParameter Single(IColumnModification column, object? value) => (NpgsqlParameter)column.TypeMapping!.CreateParameter(Parameters, "", value, nullable: true);

    static DbUpdateConcurrencyException Overtaken(IReadOnlyModificationCommand[] at) =>
        new($"A row of {at[0].TableName} was changed or removed by somebody else.", [.. at.SelectMany(r => r.Entries)]);

    static string Name(IReadOnlyModificationCommand row) => row.Schema is null ? $"\"{row.TableName}\"" : $"\"{row.Schema}\".\"{row.TableName}\"";

    static string Name(IColumnModification column) => $"\"{column.ColumnName}\"";

    static string Place(int number) => "$" + number.ToString(CultureInfo.InvariantCulture);
}
