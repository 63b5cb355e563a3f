using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Terms as text in the database: equal terms are equal text, so it is also how they are compared. What an older
/// program wrote is read with today's standards for what it did not know; what a newer one added is passed over.</summary>
public static class StoredTerms
{
    // Nothing is left out for being the standard: a standard may change, what was sold may not.
    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(), new AmountJson(), new PriceJson(), new WordsJson() },
    };

    public static string Write(OfferTerms terms) => JsonSerializer.Serialize(terms, Form);

    public static OfferTerms Read(string text) => JsonSerializer.Deserialize<OfferTerms>(text, Form) ?? new OfferTerms();

    public static bool Same(OfferTerms a, OfferTerms b) => Write(a) == Write(b);

    sealed class AmountJson : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());
        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Minor);
    }

    sealed class PriceJson : JsonConverter<UnitPrice>
    {
        public override UnitPrice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());
        public override void Write(Utf8JsonWriter writer, UnitPrice value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Micro);
    }

    sealed class WordsJson : JsonConverter<LocalText>
    {
        public override LocalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? []);

        public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (language, words) in value.Words.OrderBy(w => w.Key, StringComparer.Ordinal)) writer.WriteString(language, words);
            writer.WriteEndObject();
        }
    }
}
