using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>Describes a resource attribute by attribute. Each is stated once, as an expression on the row: compiled it writes
/// the answer, as it is it becomes the filter.</summary>
internal sealed class Fields<TRow>
{
    static readonly Field[] QuantityParts = [new("amount", Shape.Number) { Example = "12.50" }, new("units", Shape.Text) { Example = "CNY" }];
    static readonly Field[] AmountParts = [new("unit", Shape.Text) { Example = "CNY" }, new("value", Shape.Number) { Example = "12.50" }];
    readonly List<Field<TRow>> own = [];
    readonly List<Field> kept = [];
    bool says;
    readonly Dictionary<string, Equality<TRow>> leaves = new(StringComparer.Ordinal);

    public IReadOnlyList<Field<TRow>> Own => own;
    public IEnumerable<Field> All => own.Concat(kept);
    /// <summary>By dotted path.</summary>
    public IReadOnlyDictionary<string, Equality<TRow>> Leaves => leaves;

    public Fields<TRow> Text(string name, Expression<Func<TRow, string?>> value, string? example = null)
    {
        var read = value.Compile();
        return Add(new(name, Shape.Text) { Write = (json, row, _) => json.WriteStringValue(read(row)), Present = row => read(row) is not null, Key = call => Sorting.Letters(value, call), Example = example },
            (_, asked) => Predicates.Equal(value, asked));
    }

    /// <param name="equal">Where it is found by more than what is written.</param>
    public Fields<TRow> Text(string name, Expression<Func<TRow, string?>> value, Equality<TRow> equal)
    {
        var read = value.Compile();
        return Add(new(name, Shape.Text) { Write = (json, row, _) => json.WriteStringValue(read(row)), Present = row => read(row) is not null, Key = call => Sorting.Letters(value, call) }, equal);
    }

    public Fields<TRow> Whole(string name, Expression<Func<TRow, long?>> value)
    {
        var read = value.Compile();
        return Add(new(name, Shape.Whole) { Write = (json, row, _) => json.WriteNumberValue(read(row)!.Value), Present = row => read(row) is not null, Key = _ => value },
            (_, asked) => long.TryParse(asked, CultureInfo.InvariantCulture, out var n) ? Predicates.Equal(value, n) : null);
    }

    public Fields<TRow> Boolean(string name, Expression<Func<TRow, bool?>> value)
    {
        var read = value.Compile();
        return Add(new(name, Shape.Boolean) { Write = (json, row, _) => json.WriteBooleanValue(read(row)!.Value), Present = row => read(row) is not null, Key = _ => value },
            (_, asked) => bool.TryParse(asked, out var yes) ? Predicates.Equal(value, yes) : null);
    }

    public Fields<TRow> Time(string name, Expression<Func<TRow, DateTime?>> value)
    {
        var read = value.Compile();
        return Add(new(name, Shape.Time) { Write = (json, row, _) => json.WriteStringValue(read(row)!.Value), Present = row => read(row) is not null, Key = _ => value },
            (_, asked) => Reading.Time(asked) is { } at ? Predicates.Equal(value, at) : null);
    }

    /// <summary>A day, written as its first moment (TM Forum has no attribute without a time).</summary>
    public Fields<TRow> Day(string name, Expression<Func<TRow, DateOnly?>> value)
    {
        var read = value.Compile();
        return Add(new(name, Shape.Time) { Write = (json, row, _) => json.WriteStringValue(read(row)!.Value.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)), Present = row => read(row) is not null, Key = _ => value },
            (_, asked) => Reading.Day(asked) is { } day ? Predicates.Equal(value, day) : null);
    }

    /// <summary>An id of ours; what is none of ours finds nothing.</summary>
    public Fields<TRow> Id(string name, Expression<Func<TRow, Guid?>> value)
    {
        var read = value.Compile();
        return Add(new(name, Shape.Text) { Write = (json, row, _) => json.WriteStringValue(read(row)!.Value), Present = row => read(row) is not null, Key = _ => value },
            (_, asked) => Guid.TryParse(asked, out var id) ? Predicates.Equal(value, id) : Predicates.Never<TRow>());
    }

    /// <param name="path">Of the resource it leads to: <c>party/v4/individual</c>.</param>
    public Fields<TRow> Href(string name, Func<TRow, string> path, Expression<Func<TRow, Guid?>> value)
    {
        var read = value.Compile();
        return Add(new(name, Shape.Text) { Write = (json, row, call) => json.WriteStringValue($"{call.Root}/tmf-api/{path(row)}/{read(row)!.Value}"), Present = row => read(row) is not null, Constant = true },
            (_, asked) => Guid.TryParse(asked.AsSpan(asked.LastIndexOf('/') + 1), out var id) ? Predicates.Equal(value, id) : Predicates.Never<TRow>());
    }

    /// <summary>Names of an enum's values; what is not among them is a wrong value.</summary>
    public Fields<TRow> Choice<TEnum>(string name, Expression<Func<TRow, TEnum?>> value, params (TEnum Is, string Written)[] names) where TEnum : struct, Enum
    {
        var read = value.Compile();
        var written = names.ToDictionary(n => n.Is, n => JsonEncodedText.Encode(n.Written));
        return Add(new(name, Shape.Text) { Write = (json, row, _) => json.WriteStringValue(written[read(row)!.Value]), Present = row => read(row) is { } one && written.ContainsKey(one), Choices = [.. names.Select(n => n.Written)], Key = _ => Sorting.Written(value, names) },
            (_, asked) => names.Where(n => n.Written == asked).Select(n => Predicates.Equal(value, n.Is)).Aggregate((Expression<Func<TRow, bool>>?)null, (all, one) => all is null ? one : Predicates.Either(all, one)) ?? Predicates.Never<TRow>());
    }

    /// <summary>Words in several languages, written in the caller's; found by the words in any.</summary>
    public Fields<TRow> Words(string name, Expression<Func<TRow, LocalText?>> value, string? example = null)
    {
        var read = value.Compile();
        return Add(new(name, Shape.Text) { Write = (json, row, call) => json.WriteStringValue(read(row)!.In(call.Language)), Present = row => read(row) is not null, Example = example },
            (_, asked) => Contains(value, ":" + JsonSerializer.Serialize(asked, Json.Plain)));
    }

    public Fields<TRow> Amount(string name, Expression<Func<TRow, Money?>> value)
    {
        var read = value.Compile();
        Leaf(name + ".value", (call, asked) => Reading.Amount(asked, call.Currency) is { } money ? Predicates.Equal(value, money) : null);
        Leaf(name + ".unit", (call, asked) => asked == call.Currency.Code ? NotNull(value) : Predicates.Never<TRow>());
        own.Add(new(name, Shape.Object) { Parts = AmountParts, Write = (json, row, call) => json.WriteAmount(read(row)!.Value, call.Currency), Present = row => read(row) is not null, Key = _ => value });
        return this;
    }

    /// <summary>An amount as TMF654 writes it.</summary>
    public Fields<TRow> Quantity(string name, Expression<Func<TRow, Money?>> value)
    {
        var read = value.Compile();
        Leaf(name + ".amount", (call, asked) => Reading.Amount(asked, call.Currency) is { } money ? Predicates.Equal(value, money) : null);
        Leaf(name + ".units", (call, asked) => asked == call.Currency.Code ? NotNull(value) : Predicates.Never<TRow>());
        own.Add(new(name, Shape.Object) { Parts = QuantityParts, Write = (json, row, call) => json.WriteQuantity(read(row)!.Value, call.Currency), Present = row => read(row) is not null, Key = _ => value });
        return this;
    }

    /// <summary>An amount that a row has as a sum in minor units.</summary>
    public Fields<TRow> Minor(string name, Expression<Func<TRow, long>> value)
    {
        var read = value.Compile();
        Leaf(name + ".value", (call, asked) => Reading.Amount(asked, call.Currency) is { } money ? Predicates.Equal(value, money.Minor) : null);
        Leaf(name + ".unit", (call, asked) => asked == call.Currency.Code ? _ => true : Predicates.Never<TRow>());
        own.Add(new(name, Shape.Object) { Parts = AmountParts, Write = (json, row, call) => json.WriteAmount(new Money(read(row)), call.Currency), Present = _ => true, Key = _ => value });
        return this;
    }

    /// <summary>A price finer than money, told and not found by.</summary>
    public Fields<TRow> UnitPrice(string name, Func<TRow, UnitPrice?> value)
    {
        own.Add(new(name, Shape.Object)
        {
            Parts = AmountParts, Present = row => value(row) is not null,
            Write = (json, row, call) =>
            {
                json.WriteStartObject();
                json.WriteString("unit", call.Currency.Code);
                json.WriteNumber("value", value(row)!.Value.Micro / 1_000_000m);
                json.WriteEndObject();
            },
        });
        return this;
    }

    /// <summary>The moment of the answer.</summary>
    public Fields<TRow> Moment(string name)
    {
        own.Add(new(name, Shape.Time) { Write = (json, _, call) => json.WriteStringValue(call.Now), Present = _ => true });
        return this;
    }

    /// <summary>The same words on every row.</summary>
    public Fields<TRow> Fixed(string name, string words) =>
        Add(new(name, Shape.Text) { Write = (json, _, _) => json.WriteStringValue(words), Present = _ => true, Constant = true, Example = words },
            (_, asked) => asked == words ? _ => true : Predicates.Never<TRow>());

    public Fields<TRow> Object(string name, Action<Fields<TRow>> describe)
    {
        var parts = Below(name, describe);
        own.Add(new(name, Shape.Object) { Parts = [.. parts.All], Write = parts.WriteObject, Present = parts.Says });
        return this;
    }

    /// <summary>A list that always has the one item.</summary>
    public Fields<TRow> Single(string name, Action<Fields<TRow>> describe)
    {
        var parts = Below(name, describe);
        own.Add(new(name, Shape.List)
        {
            Parts = [.. parts.All], Present = parts.Says,
            Write = (json, row, call) =>
            {
                json.WriteStartArray();
                parts.WriteObject(json, row, call);
                json.WriteEndArray();
            },
        });
        return this;
    }

    /// <summary>A list whose items are rows of their own.</summary>
    /// <param name="items">As the listing's completion has put them on the row.</param>
    /// <param name="source">All of them, for filters.</param>
    /// <param name="owner">To which row an item belongs.</param>
    public Fields<TRow> List<TItem>(string name, Func<TRow, IReadOnlyList<TItem>> items, Func<Call, IQueryable<TItem>> source, Expression<Func<TItem, Guid>> owner, Action<Fields<TItem>> describe, bool always = false)
    {
        var parts = new Fields<TItem>();
        describe(parts);
        foreach (var (path, equal) in parts.leaves)
            Leaf(name + "." + path, (call, asked) => equal(call, asked) is { } condition ? Predicates.Any<TRow, TItem>(source(call), owner, condition) : null);
        own.Add(new(name, Shape.List)
        {
            Parts = [.. parts.All], Present = row => always || items(row).Count > 0,
            Write = (json, row, call) =>
            {
                json.WriteStartArray();
                foreach (var item in items(row)) parts.WriteObject(json, item, call);
                json.WriteEndArray();
            },
        });
        return this;
    }

    /// <summary>A reference to another resource.</summary>
    public Fields<TRow> Ref(string name, string path, Expression<Func<TRow, Guid?>> id, Expression<Func<TRow, string?>>? called, string referredType) =>
        Object(name, f =>
        {
            f.Id("id", id).Href("href", _ => path, id);
            if (called is not null) f.Text("name", called);
            f.Fixed("@referredType", referredType);
        });

    /// <summary>The object is there whatever its parts hold.</summary>
    public Fields<TRow> Says(bool always)
    {
        says = always;
        return this;
    }

    /// <summary>A part that clients may send in any type.</summary>
    public Fields<TRow> Loose(string name)
    {
        foreach (var field in own.Where(f => f.Name == name)) field.Loose = true;
        return this;
    }

    /// <summary>An address of this hall, told and not found by.</summary>
    public Fields<TRow> Address(string name, Func<TRow, string> path)
    {
        own.Add(new(name, Shape.Text) { Write = (json, row, call) => json.WriteStringValue(call.Root + path(row)), Present = _ => true, Constant = true });
        Leaf(name, (call, asked) => Predicates.Never<TRow>());
        return this;
    }

    /// <summary>Attributes that the standard names and no column of ours holds.</summary>
    public Fields<TRow> Kept(Shape shape, params string[] names)
    {
        kept.AddRange(names.Select(n => new Field(n, shape) { Kept = true }));
        return this;
    }

    /// <summary>Attributes that clients may say in words of their own, which then stand in place of ours.</summary>
    public Fields<TRow> Open(params string[] names)
    {
        foreach (var field in own.Where(f => names.Contains(f.Name))) field.Open = true;
        return this;
    }

    /// <summary>What must be there on create; dotted for a part of an object or of a list's items.</summary>
    public Fields<TRow> Required(params string[] paths)
    {
        foreach (var path in paths)
        {
            IEnumerable<Field> among = All;
            foreach (var name in path.Split('.'))
            {
                var field = among.Single(f => f.Name == name);
                among = field.Parts;
                if (path.EndsWith(name, StringComparison.Ordinal)) field.Required = true;
            }
        }
        return this;
    }

    public void WriteObject(Utf8JsonWriter json, TRow row, Call call)
    {
        json.WriteStartObject();
        foreach (var field in own)
        {
            if (!field.Present(row)) continue;
            json.WritePropertyName(field.Encoded);
            field.Write(json, row, call);
        }
        json.WriteEndObject();
    }

    bool Says(TRow row) => says || own.Exists(f => !f.Constant && f.Present(row));

    Fields<TRow> Add(Field<TRow> field, Equality<TRow> equal)
    {
        own.Add(field);
        Leaf(field.Name, equal);
        return this;
    }

    void Leaf(string path, Equality<TRow> equal) => leaves.Add(path, equal);

    Fields<TRow> Below(string name, Action<Fields<TRow>> describe)
    {
        var parts = new Fields<TRow>();
        describe(parts);
        foreach (var (path, equal) in parts.leaves) Leaf(name + "." + path, equal);
        return parts;
    }

    static Expression<Func<TRow, bool>> NotNull(Expression<Func<TRow, Money?>> value) =>
        Expression.Lambda<Func<TRow, bool>>(Expression.NotEqual(value.Body, Expression.Constant(null, typeof(Money?))), value.Parameters);

    // The column is JSON text; the cast through object says so to EF, the box that the part is a parameter.
    static Expression<Func<TRow, bool>> Contains(Expression<Func<TRow, LocalText?>> value, string part) =>
        Expression.Lambda<Func<TRow, bool>>(Expression.Call(Expression.Convert(Expression.Convert(value.Body, typeof(object)), typeof(string)), nameof(string.Contains), null, Expression.Field(Expression.Constant(new StrongBox<string>(part)), nameof(StrongBox<string>.Value))), value.Parameters);
}
