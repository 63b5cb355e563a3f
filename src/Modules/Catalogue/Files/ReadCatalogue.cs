using Wangting.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wangting.Catalogue;

/// <summary>Reads a catalogue from YAML or JSON and says everything that is wrong in it, with file, line and rule.</summary>
public sealed class ReadCatalogue(Currency currency)
{
    /// <summary>Larger files are refused: a province's whole catalogue is some megabytes.</summary>
    public const int MostBytes = 50 << 20;

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
        var zones = root["zones"].Items().Select(z => z.Code()).ToArray();
        var taxes = Taxes(root["taxes"]);
        var terms = new ReadTerms(currency, zones.ToHashSet(StringComparer.Ordinal), taxes.Select(t => t.Class).ToHashSet(StringComparer.Ordinal));
        var read = new CatalogueFile { Zones = zones, Holidays = [.. root["holidays"].Items().Select(d => d.Day() ?? default)], Taxes = taxes, Offers = Offers(root["offers"], terms) };
        root.NothingElse();
        return (read, faults);
    }

    static List<(string Class, DateOnly From, int Rate)> Taxes(YamlPlace at)
    {
        var all = new List<(string Class, DateOnly From, int Rate)>();
        foreach (var one in at.Items())
        {
            var code = one["class"].Code();
            foreach (var rate in one["rates"].Items())
            {
                all.Add((code, rate["from"].Day(needed: true) ?? default, rate["rate"].Percent(0, 100_00)));
                rate.NothingElse();
            }
            if (!one["rates"].Is) one["rates"].Fault("missing");
            one.NothingElse();
        }
        return all;
    }

    static List<WrittenOffer> Offers(YamlPlace at, ReadTerms terms)
    {
        var all = new List<WrittenOffer>();
        foreach (var one in at.Items())
        {
            var offer = new WrittenOffer(one["code"].Code(), one["kind"].OneOf(OfferKind.Plan, needed: true), one["name"].Words() ?? LocalText.Of("", ""), Versions(one["versions"], terms));
            if (all.Exists(o => o.Code == offer.Code)) one["code"].Fault("twice", ("value", offer.Code));
            if (offer.Versions.Count == 0) one["versions"].Fault("missing");
            one.NothingElse();
            all.Add(offer);
        }
        return all;
    }

    static List<WrittenVersion> Versions(YamlPlace at, ReadTerms terms)
    {
        var all = new List<WrittenVersion>();
        foreach (var one in at.Items())
        {
            var version = new WrittenVersion(one["number"].Number(1, 1_000_000, 1, needed: true), one["from"].Day(needed: true) ?? default, one["to"].Day(), one["area"].Scalar() ?? "", one["tariff-number"].Scalar(), one["description"].Words(needed: false), terms.Of(one));
            if (version.To < version.From) one["to"].Fault("days");
            if (all.Exists(v => v.Number == version.Number)) one["number"].Fault("twice", ("value", version.Number));
            // Two versions of one offer that are sold in one place on one day: which would be bought?
            else if (all.Find(v => v.Area == version.Area && v.From <= (version.To ?? DateOnly.MaxValue) && version.From <= (v.To ?? DateOnly.MaxValue)) is { } other) one["from"].Fault("overlap", ("other", other.Number));
            CheckTerms.Of(version.Terms, one);
            one.NothingElse();
            all.Add(version);
        }
        return all;
    }
}
