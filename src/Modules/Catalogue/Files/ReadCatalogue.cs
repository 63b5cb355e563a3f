using System.Text.RegularExpressions;
using Wangting.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wangting.Catalogue;

/// <summary>Reads a catalogue from YAML or JSON and says everything that is wrong in it, with file, line and rule.</summary>
/// <param name="offers">Codes that rules may name besides those of the file itself.</param>
public sealed partial class ReadCatalogue(Currency currency, IReadOnlySet<string>? offers = null)
{
    /// <summary>Larger files are refused: a province's whole catalogue is some megabytes.</summary>
    public const int MostBytes = 50 << 20;

    [GeneratedRegex("^[0-9]{1,15}$")]
    private static partial Regex Prefixes();

    /// <param name="file">As the faults are to name it.</param>
    /// <returns>What could be read; to be used only where there are no faults.</returns>
    public (CatalogueFile Read, IReadOnlyList<CatalogueFault> Faults) From(string file, TextReader text)
    {
        var faults = new List<CatalogueFault>();
        var stream = new YamlStream();
        try { stream.Load(new Parser(text)); }
        catch (YamlException fault)
        {
            return (new CatalogueFile(), [new CatalogueFault(file, (int)fault.Start.Line, (int)fault.Start.Column, ".", Text.Of("catalogue.file.not_yaml", ("why", fault.InnerException?.Message ?? fault.Message)))]);
        }
        var root = new YamlPlace(file, "", stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode, new Mark(0, 1, 1), faults);
        if (!root.IsMap)
        {
            root.Fault("map_wanted");
            return (new CatalogueFile(), faults);
        }
        var zones = Zones(root["zones"]);
        var taxes = Taxes(root["taxes"]);
        var terms = new ReadTerms(currency, zones.Select(z => z.Code).ToHashSet(StringComparer.Ordinal), taxes.Select(t => t.Class).ToHashSet(StringComparer.Ordinal));
        var ruled = new List<RuledPlace>();
        var read = new CatalogueFile { WrittenZones = zones, Holidays = [.. root["holidays"].Items().Select(d => d.Day(needed: true) ?? default)], Taxes = taxes, Offers = Offers(root["offers"], terms, taxes, ruled) };
        CheckRules.Of(read, ruled, offers);
        root.NothingElse();
        return (read, faults);
    }

    // A zone is its code alone, or has a name and the prefixes of its numbers besides.
    static List<WrittenZone> Zones(YamlPlace at)
    {
        var all = new List<WrittenZone>();
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in at.Items())
        {
            var code = one.IsMap ? one["code"] : one;
            var zone = new WrittenZone(code.Code(), one.IsMap ? one["name"].Words(needed: false) : null, one.IsMap ? [.. one["prefixes"].Items().Select(p => Prefix(p, prefixes))] : []);
            if (zone.Code.Length > Zone.Longest) code.Fault("long", ("most", Zone.Longest));
            if (all.Exists(z => z.Code == zone.Code)) code.Fault("twice", ("value", zone.Code));
            if (one.IsMap) one.NothingElse();
            all.Add(zone);
        }
        return all;
    }

    static string Prefix(YamlPlace at, HashSet<string> before)
    {
        var digits = at.Needed();
        if (digits.Length > 0 && !Prefixes().IsMatch(digits)) at.Fault("prefix", ("value", YamlValues.Shortened(digits)));
        else if (digits.Length > 0 && !before.Add(digits)) at.Fault("twice", ("value", digits));
        return digits;
    }

    static List<(string Class, DateOnly From, int Rate)> Taxes(YamlPlace at)
    {
        var all = new List<(string Class, DateOnly From, int Rate)>();
        foreach (var one in at.Items())
        {
            var code = one["class"].Code();
            foreach (var rate in one["rates"].Items())
            {
                var from = rate["from"].Day(needed: true) ?? default;
                if (all.Exists(t => t.Class == code && t.From == from)) rate["from"].Fault("twice", ("value", from.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
                all.Add((code, from, rate["rate"].Percent(0, 100_00)));
                if (!rate["rate"].Is) rate["rate"].Fault("missing");
                rate.NothingElse();
            }
            if (!one["rates"].Is) one["rates"].Fault("missing");
            one.NothingElse();
        }
        return all;
    }

    static List<WrittenOffer> Offers(YamlPlace at, ReadTerms terms, List<(string Class, DateOnly From, int Rate)> taxes, List<RuledPlace> ruled)
    {
        var all = new List<WrittenOffer>();
        foreach (var one in at.Items())
        {
            var code = one["code"].Code();
            var offer = new WrittenOffer(code, one["kind"].OneOf(OfferKind.Plan, needed: true), one["name"].Words() ?? LocalText.Of("", ""), Versions(one["versions"], code, terms, taxes, ruled));
            if (all.Exists(o => o.Code == offer.Code)) one["code"].Fault("twice", ("value", offer.Code));
            if (offer.Versions.Count == 0) one["versions"].Fault("missing");
            one.NothingElse();
            all.Add(offer);
        }
        return all;
    }

    static List<WrittenVersion> Versions(YamlPlace at, string offer, ReadTerms terms, List<(string Class, DateOnly From, int Rate)> taxes, List<RuledPlace> ruled)
    {
        var all = new List<WrittenVersion>();
        foreach (var one in at.Items())
        {
            var version = new WrittenVersion(one["number"].Number(1, 1_000_000, 1, needed: true), one["from"].Day(needed: true) ?? default, one["to"].Day(), one["area"].Short(200) ?? "", one["tariff-number"].Short(60),
                one["description"].Words(needed: false, most: 800), terms.Of(one), one["withdrawn"].Yes(false));
            if (version.To < version.From) one["to"].Fault("days");
            if (all.Exists(v => v.Number == version.Number)) one["number"].Fault("twice", ("value", version.Number));
            // Two versions of one offer that are sold in one place on one day: which would be bought?
            else if (!version.Withdrawn && all.Find(v => !v.Withdrawn && v.Area == version.Area && v.From <= (version.To ?? DateOnly.MaxValue) && version.From <= (v.To ?? DateOnly.MaxValue)) is { } other) one["from"].Fault("overlap", ("other", other.Number));
            CheckTerms.Of(version.Terms, one);
            CheckTerms.Rates(version, taxes, one);
            one.NothingElse();
            ruled.Add(new(offer, version.Terms.Rules, one["rules"]));
            all.Add(version);
        }
        return all;
    }
}
