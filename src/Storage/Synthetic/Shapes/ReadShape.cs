using System.Text.Json;
using System.Text.Json.Serialization;
using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <summary>Reads a shape and says what is wrong with it before anything is made by it.</summary>
internal static class ReadShape
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <param name="file">The product's own when null.</param>
    public static async Task<Outcome<Shape>> FromAsync(string? file, CancellationToken ct)
    {
        if (file is not null && !File.Exists(file)) return Refusal.NotFound("generate.shape_missing") with { Details = new Dictionary<string, object?> { ["file"] = file } };
        try
        {
            await using var stream = file is null ? typeof(ReadShape).Assembly.GetManifestResourceStream("Wangting.Storage.province.shape.json")! : File.OpenRead(file);
            var shape = (await JsonSerializer.DeserializeAsync<Shape>(stream, Options, ct))!;
            return Faults(shape).FirstOrDefault() is { } fault ? fault : shape;
        }
        catch (JsonException fault)
        {
            return Refusal.Invalid("generate.shape_not_read", "shape", ("file", file), ("line", (fault.LineNumber ?? 0) + 1), ("place", fault.Path ?? "$"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refusal.Invalid("generate.shape_closed", "shape", ("file", file));
        }
    }

    static IEnumerable<Refusal> Faults(Shape shape)
    {
        if (shape.Places.Count == 0 || shape.Places.Any(p => p.Division.Length != 4 || !p.Division.All(char.IsAsciiDigit) || DivisionsOf(p).Count == 0)) yield return Fault("places", "generate.shape_division");
        if (shape.Places.Any(p => Areas.Read(p.Area ?? p.Name) != (p.Area ?? p.Name))) yield return Fault("places", "generate.shape_area");
        if (shape.NumberPrefixes.Count == 0 || shape.NumberPrefixes.Any(p => p.Length != 3 || p[0] != '1' || !p.All(char.IsAsciiDigit)) || shape.NumberPrefixes.Distinct().Count() != shape.NumberPrefixes.Count)
            yield return Fault("numberPrefixes", "generate.shape_prefix");
        if (shape.Offers.Select(o => o.Code).Distinct().Count() != shape.Offers.Count || shape.Offers.Any(o => o.Monthly < 0)) yield return Fault("offers", "generate.shape_offers");
        if (!Shares(shape.Segments.Select(s => s.Share)) || !Shares(shape.Places.Select(p => p.Share))) yield return Fault("segments, places", "generate.shape_shares");
        if (shape.Organisations.Share is < 0 or > 1 || !Five(shape.Organisations.Lines, 1, 31)) yield return Fault("organisations", "generate.shape_shares");
        var offers = shape.Offers.Select(o => o.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var segment in shape.Segments.Append(shape.Organisations.Are))
        {
            var path = "segments." + segment.Name;
            if (segment.Ages is not [var youngest, var oldest] || youngest < 14 || oldest < youngest || oldest > 105) yield return Fault(path + ".ages", "generate.shape_ages");
            if (!Shares(segment.Plans.Values) || !Shares(segment.Terms.Values) || !Shares(segment.TenureMonths.Select(b => b.Share)) || !Shares(segment.Pays.Methods.Select(m => m.Share)))
                yield return Fault(path, "generate.shape_shares");
            double[] parts = [segment.Prepaid, segment.Email, segment.Family, segment.Pays.Late, segment.Pays.Never, segment.Leaves.Share, .. segment.AddOns.Values, .. segment.Broadband.Values];
            if (parts.Any(p => p is < 0 or > 1) || segment.Broadband.Values.Sum() > 1.000001) yield return Fault(path, "generate.shape_part");
            if (segment.TenureMonths.Any(b => b.From < 0 || b.To < b.From || b.To > 600) || segment.Terms.Keys.Any(t => t is < 0 or > 120) || segment.Leaves.WithinMonths < 1) yield return Fault(path + ".tenureMonths", "generate.shape_months");
            if (!Five(segment.Use.VoiceMinutes, 0, 40_000) || !Five(segment.Use.Megabytes, 0, 10_000_000) || !Five(segment.Use.Messages, 0, 100_000)) yield return Fault(path + ".use", "generate.shape_five");
            if (segment.Plans.Keys.Where(p => p != "-" || (segment == shape.Organisations.Are && shape.Organisations.Share > 0)).Concat(segment.AddOns.Keys).Concat(segment.Broadband.Keys).FirstOrDefault(c => !offers.Contains(c)) is { } unknown)
                yield return Fault($"{path}: {unknown}", "generate.shape_offer");
        }
    }

    // Codes of the places' six-digit areas; the first four digits must have some.
    static IReadOnlyList<string> DivisionsOf(Place place) => Divisions.AreasOf(place.Division);

    static bool Shares(IEnumerable<double> shares)
    {
        var all = shares.ToArray();
        return all.Length > 0 && all.All(s => s >= 0 && double.IsFinite(s)) && all.Sum() > 0;
    }

    static bool Five(IReadOnlyList<int> figures, int least, int most) =>
        figures.Count == 5 && figures[0] >= least && figures[4] <= most && figures.Zip(figures.Skip(1)).All(p => p.First <= p.Second);

    static Refusal Fault(string place, string code) => Refusal.Invalid(code, "shape", ("place", place));
}
