using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <summary>How an entity's rows are written: its table, its columns and the conversion of each, read from the model that
/// reads them again. A column that a migration adds, renames or converts is written so at the next start.</summary>
internal abstract class TableRows(IEntityType entity)
{
    public string Name { get; } = entity.GetTableName()!;
    public abstract int Slot { get; }
    public required IReadOnlyList<(string Name, string Type)> Columns { get; init; }

    public abstract void Write(object row, RowWriter writer);
    public abstract Task<bool> AnyAsync(PortalDbContext db, CancellationToken ct);

    /// <summary>Reads the whole table as the modules read it, and hashes what they would see.</summary>
    public abstract Task HashAsync(PortalDbContext db, RowHash hash, CancellationToken ct);

    /// <param name="open">Opens a column that is encrypted, by purpose and text, where the plain text is to be written;
    /// columns that hold keyed hashes are then left out, because they differ between cells.</param>
    public static TableRows<T> Of<T>(IModel model, Func<string, string, string>? open = null) where T : class
    {
        var entity = model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is not in the model.");
        var row = Expression.Parameter(typeof(T), "row");
        var writer = Expression.Parameter(typeof(RowWriter), "writer");
        var columns = new List<(string Name, string Type)>();
        var body = new List<Expression>();
        Add(entity, row);
        foreach (var owned in entity.GetNavigations().Where(n => n.TargetEntityType.IsOwned() && n.TargetEntityType.GetTableName() == entity.GetTableName()))
            Add(owned.TargetEntityType, Expression.Property(row, owned.PropertyInfo!));
        body.Insert(0, Expression.Call(writer, nameof(RowWriter.Begin), null, Expression.Constant(columns.Count)));
        return new TableRows<T>(entity, Expression.Lambda<Action<T, RowWriter>>(Expression.Block(body), row, writer).Compile()) { Columns = columns };

        void Add(IEntityType of, Expression from)
        {
            var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
            foreach (var property in of.GetProperties().Where(p => !of.IsOwned() || !p.IsPrimaryKey()))
            {
                if (open is not null && property.FindAnnotation(ClosedColumns.KeyedAnnotation) is not null) continue;
                columns.Add((property.GetColumnName(table)!, property.GetColumnType(table)!));
                var value = Column(property, Expression.Property(from, property.PropertyInfo ?? throw new NotSupportedException($"{of.Name}.{property.Name} has no property to be read.")), writer, open);
                body.Add(of.IsOwned() ? Expression.IfThenElse(Expression.ReferenceEqual(from, Expression.Constant(null)), NullTo(writer), value) : value);
            }
        }
    }

    static MethodCallExpression NullTo(Expression writer) => Expression.Call(writer, nameof(RowWriter.Null), null);

    static Expression Column(IProperty property, Expression value, Expression writer, Func<string, string, string>? open)
    {
        var plain = Nullable.GetUnderlyingType(value.Type);
        var one = plain is null ? value : Expression.Property(value, nameof(Nullable<>.Value));
        var stored = Stored(property, one);
        if (open is not null && property.FindAnnotation(ClosedColumns.Annotation)?.Value is string purpose)
            stored = Expression.Invoke(Expression.Constant(open), Expression.Constant(purpose), stored);
        var method = typeof(RowWriter).GetMethod(nameof(RowWriter.Write), [stored.Type])
            ?? throw new NotSupportedException($"{property.DeclaringType.Name}.{property.Name} is stored as {stored.Type}, which cannot be written in bulk yet.");
        var write = Expression.Call(writer, method, stored);
        if (plain is not null) return Expression.IfThenElse(Expression.Property(value, nameof(Nullable<>.HasValue)), write, NullTo(writer));
        return value.Type.IsValueType ? write : Expression.IfThenElse(Expression.ReferenceEqual(value, Expression.Constant(null)), NullTo(writer), write);
    }

    static Expression Stored(IProperty property, Expression value)
    {
        if (property.GetTypeMapping().Converter is not { } converter) return value;
        if (value.Type.IsEnum && converter.ProviderClrType == typeof(string))
        {
            var names = Enum.GetValuesAsUnderlyingType(value.Type).Cast<object>().ToDictionary(Convert.ToInt32, n => (string)converter.ConvertToProvider(Enum.ToObject(value.Type, n))!);
            var byNumber = new string[names.Keys.Max() + 1];
            foreach (var (number, name) in names) byNumber[number] = name;
            return Expression.ArrayIndex(Expression.Constant(byNumber), Expression.Convert(value, typeof(int)));
        }
        if (!value.Type.IsValueType && converter.ProviderClrType == typeof(string)) return Expression.Invoke(Expression.Constant(Remembered(converter)), Expression.Convert(value, typeof(object)));
        var convert = converter.ConvertToProviderExpression;
        return Expression.Invoke(convert, value.Type == convert.Parameters[0].Type ? value : Expression.Convert(value, convert.Parameters[0].Type));
    }

    // Words of an offer, empty lists: a few objects stand in millions of rows, and turning one into JSON costs as much as the row.
    static Func<object, string> Remembered(ValueConverter converter)
    {
        const int most = 4096;
        var known = new ConcurrentDictionary<object, string>(ReferenceEqualityComparer.Instance);
        var count = 0;
        return value =>
        {
            if (known.TryGetValue(value, out var text)) return text;
            text = (string)converter.ConvertToProvider(value)!;
            if (Interlocked.Increment(ref count) <= most) known[value] = text;
            return text;
        };
    }
}

internal sealed class TableRows<T>(IEntityType entity, Action<T, RowWriter> write) : TableRows(entity) where T : class
{
    public override int Slot => Tables.SlotOf<T>();

    public void Write(T row, RowWriter writer) => write(row, writer);

    public override void Write(object row, RowWriter writer) => write((T)row, writer);

    public override Task<bool> AnyAsync(PortalDbContext db, CancellationToken ct) => db.Set<T>().AnyAsync(ct);

    public override async Task HashAsync(PortalDbContext db, RowHash hash, CancellationToken ct)
    {
        await foreach (var row in db.Set<T>().AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            write(row, hash);
            hash.End();
        }
    }
}
