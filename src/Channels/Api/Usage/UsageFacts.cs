using System.Text.Json;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>What somebody says of one event, name by name as the fields of an import are named, until it is whole.</summary>
internal sealed class UsageFacts(Currency currency, string country)
{
    string? line, number, peer, place, to, at;
    UsageKind? kind;
    UsageUnit? unit;
    UsageDirection direction;
    DateTimeOffset? startedAt;
    long? quantity, charged, seconds;

    public string? Id { get; set; }
    public string? Source { get; private set; }
    public string? Cancels { get; private set; }
    public Money? Charge { get; set; }
    /// <summary>The first thing that is wrong.</summary>
    public Refusal? Wrong { get; private set; }

    /// <summary>Under which source a machine's events stand that name none.</summary>
    public static string SourceOf(Caller caller) => "api:" + caller.SubjectId.ToString("N");

    /// <param name="said">As the client calls it.</param>
    /// <param name="name">What it is here.</param>
    public void Take(string said, string name, JsonElement value)
    {
        if (Wrong is not null || value.ValueKind == JsonValueKind.Null) return;
        var taken = name switch
        {
            "id" or "sourceId" => (Id = Text(value)) is not null,
            "source" => (Source = Text(value)) is not null,
            "cancels" => (Cancels = Text(value)) is not null,
            "line" => (line = Text(value)) is not null,
            "number" => (number = Text(value)) is not null && Known(),
            "name" => (number = Text(value)?.ToLowerInvariant()) is not null,
            "kind" => (kind = Choice<UsageKind>(value)) is not null,
            "unit" => (unit = Choice<UsageUnit>(value)) is not null,
            "direction" => Choice<UsageDirection>(value) is { } way && (direction = way) == way,
            "startedAt" => (startedAt = value.ValueKind == JsonValueKind.String ? Reading.At(value.GetString()!) : null) is not null,
            "quantity" => (quantity = Whole(value)) is not null,
            "chargedQuantity" => (charged = Whole(value)) is not null,
            "seconds" => (seconds = Whole(value)) is not null,
            "peer" => (peer = Text(value)) is not null,
            "place" => (place = Text(value)) is not null,
            "to" => (to = Text(value)) is not null,
            "at" => (at = Text(value)) is not null,
            "charge" => (Charge = value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? Reading.Amount(value.ToString(), currency) : null) is not null,
            _ => Unknown(said),
        };
        if (!taken) Wrong ??= Refusal.Invalid("usage.value_wrong", said, ("attribute", Short(said)));
    }

    /// <summary>The event, or what is not right about it.</summary>
    public Outcome<IncomingUsage> ToEvent(string source)
    {
        if (Wrong is { } wrong) return wrong;
        if (Id is null) return Missing("id");
        if (Cancels is { } cancels) return new IncomingUsage(new(source, Id)) { Cancels = cancels };
        if (line is null && number is null) return Missing("number");
        if (kind is null) return Missing("kind");
        if (startedAt is null) return Missing("startedAt");
        if (quantity is null) return Missing("quantity");
        return new IncomingUsage(new(source, Id))
        {
            Line = line, Number = number, Kind = kind.Value, StartedAt = startedAt.Value, Quantity = quantity.Value, Unit = unit ?? UsageWords.UnitOf(kind.Value), Charge = Charge,
            ChargedQuantity = charged, Direction = direction, Peer = peer, Place = place, Seconds = seconds, ToZone = to, AtZone = at,
        };
    }

    static Refusal Missing(string name) => Refusal.Invalid("usage.fact_missing", name, ("attribute", name));

    bool Unknown(string said)
    {
        // A name that is misspelt would cost what it says.
        Wrong = Refusal.Invalid("usage.fact_unknown", said, ("attribute", Short(said)));
        return false;
    }

    // What is no number stays as it is said: nobody has it, and it is parked.
    bool Known()
    {
        if (PhoneNumber.TryParse(number, country, out var read)) number = read.E164;
        return true;
    }

    static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;

    // TM Forum's characteristics are often text, whatever they are about.
    static long? Whole(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var n) ? n
        : value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out n) ? n : null;

    static T? Choice<T>(JsonElement value) where T : struct, Enum =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } word && char.IsAsciiLetterLower(word[0]) && Enum.TryParse<T>(word, ignoreCase: true, out var one) && Enum.IsDefined(one) ? one : null;

    static string Short(string text) => text.Length > 60 ? text[..60] : text;
}
