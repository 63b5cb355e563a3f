using Wangting.Catalogue;

namespace Wangting.Import;

internal static class CatalogueKinds
{
    /// <summary>What can be had. Included amounts are in seconds, messages and kilobytes.</summary>
    public static readonly ImportKind Offers = new("offers",
        [
            Field.Text("code", 100), Field.Choice<OfferKind>("kind", required: true), Field.Text("name", required: true), Field.Text("nameEn"), Field.Money("monthly"),
            Field.Text("tariffNumber", 60), Field.Text("area"), Field.Time("onSaleFrom"), Field.Time("onSaleTo"), Field.YesNo("onSale"),
            Field.Integer("voiceSeconds"), Field.Integer("messages"), Field.Integer("dataKilobytes"),
        ],
        (services, records, ct) => ImportKinds.Of<AcceptOffers>(services).HandleAsync(records.Select(Offer).ToList(), ct));

    static IncomingOffer Offer(MappedRecord r)
    {
        var included = new Dictionary<UsageKind, long>();
        if (r.Integer("voiceSeconds") is { } voice) included[UsageKind.Voice] = voice;
        if (r.Integer("messages") is { } messages) included[UsageKind.Message] = messages;
        if (r.Integer("dataKilobytes") is { } data) included[UsageKind.Data] = data;
        return new IncomingOffer(r.Source, r.Text("code") ?? r.Source.ExternalId, r.Choice<OfferKind>("kind")!.Value, r.Words("name", "nameEn"), r.Money("monthly"),
            r.Text("tariffNumber"), r.Text("area") ?? "", r.Time("onSaleFrom"), r.Time("onSaleTo"), r.YesNo("onSale") ?? true, included);
    }
}
