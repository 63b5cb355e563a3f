using Wangting.Kernel;
using YamlDotNet.RepresentationModel;
using static Wangting.Catalogue.YamlText;

namespace Wangting.Catalogue;

/// <summary>Writes a catalogue as YAML that <see cref="ReadCatalogue"/> reads as the same.</summary>
public sealed class WriteCatalogue(Currency currency)
{
    readonly WriteTerms terms = new(currency);

    public void To(TextWriter text, CatalogueFile file)
    {
        var root = Map(flow: false,
            ("zones", List(flow: false, file.WrittenZones.Select(Zone))), ("holidays", List(flow: true, file.Holidays.Select(Day))),
            ("taxes", List(flow: false, file.Taxes.GroupBy(t => t.Class, StringComparer.Ordinal).Select(Tax))), ("offers", List(flow: false, file.Offers.Select(Offer))));
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
    }

    static YamlNode Zone(WrittenZone zone) => zone.Name is null && zone.Prefixes.Count == 0 ? Plain(zone.Code)
        : Map(flow: true, ("code", Plain(zone.Code)), ("name", zone.Name is { } name ? Words(name) : null), ("prefixes", List(flow: true, zone.Prefixes.Select(Said))));

    static YamlNode Tax(IGrouping<string, (string Class, DateOnly From, int Rate)> of) =>
        Map(flow: true, ("class", Plain(of.Key)), ("rates", List(flow: true, of.Select(r => Map(flow: true, ("from", Day(r.From)), ("rate", Percent(r.Rate)))))));

    YamlNode Offer(WrittenOffer offer) =>
        Map(flow: false, ("code", Plain(offer.Code)), ("kind", Name(offer.Kind)), ("name", Words(offer.Name)), ("versions", List(flow: false, offer.Versions.Select(Version))));

    YamlNode Version(WrittenVersion version) => Map(flow: false,
    [
        ("number", Number(version.Number)), ("from", Day(version.From)), ("to", version.To is { } to ? Day(to) : null), ("withdrawn", Yes(version.Withdrawn, false)), ("area", Said(version.Area, "")),
        ("tariff-number", version.TariffNumber is { } number ? Said(number) : null), ("description", version.Description is { } says ? Words(says) : null), .. terms.Of(version.Terms),
    ]);
}
