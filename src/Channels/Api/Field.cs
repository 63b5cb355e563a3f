using System.Linq.Expressions;
using System.Text.Json;

namespace Wangting.Channels.Api;

/// <summary>What an attribute holds in JSON.</summary>
internal enum Shape { Text, Whole, Number, Boolean, Time, Object, List, Any }

/// <summary>One attribute of a TM Forum resource: its name and what it may hold. The check of what clients send, the written
/// answer, the filters and the OpenAPI document all come from here.</summary>
internal class Field(string name, Shape shape)
{
    public string Name => name;
    public Shape Shape => shape;
    /// <summary>Must be there on create.</summary>
    public bool Required { get; set; }
    /// <summary>Of an object, or of each item of a list.</summary>
    public IReadOnlyList<Field> Parts { get; init; } = [];
    /// <summary>No column of ours: kept as it came (<see cref="Kernel.Extras"/>).</summary>
    public bool Kept { get; init; }
    /// <summary>What it may be, where that is a closed list.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
    /// <summary>Ours to say only as long as no client has said it otherwise.</summary>
    public bool Open { get; set; }
    /// <summary>Clients may send it in any type.</summary>
    public bool Loose { get; set; }
    public string? Example { get; set; }
}

/// <summary>An attribute that comes out of a row.</summary>
internal sealed class Field<TRow>(string name, Shape shape) : Field(name, shape)
{
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(name);
    /// <summary>Writes the value alone; asked only when <see cref="Present"/>.</summary>
    public required Action<Utf8JsonWriter, TRow, Call> Write { get; init; }
    public required Func<TRow, bool> Present { get; init; }
    /// <summary>By what rows are ordered; null where nothing of theirs says it.</summary>
    public Func<Call, LambdaExpression>? Key { get; init; }
    /// <summary>Says nothing by itself, such as a type's name: an object of nothing else is left out.</summary>
    public bool Constant { get; init; }
}

/// <summary>How equality with a value that a client wrote becomes a condition in the database.</summary>
/// <returns>Null when no value of this attribute is ever written so.</returns>
internal delegate Expression<Func<TRow, bool>>? Equality<TRow>(Call call, string value);
