using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <summary>An offer as made: what it is, and the version that products are pinned to.</summary>
internal sealed record MadeOffer(OfferShape Is, LocalText Name, Guid VersionId);

/// <summary>The catalogue of a made-up province.</summary>
internal sealed class MadeOffers
{
    const long Gigabyte = 1024 * 1024; // in kilobytes
    // What use beyond the allowances costs, in millionths of the currency's main unit a block: 0.15 a minute, 0.10 a message, 5 a gigabyte.
    static readonly (UsageKind Kind, long Micro, long Block)[] PerUse = [(UsageKind.Voice, 150_000, 60), (UsageKind.Message, 100_000, 1), (UsageKind.Data, 5_000_000, Gigabyte)];
    readonly List<object> rows = [];

    public MadeOffers(Shape shape, long seed, DateTime from)
    {
        var chance = new Chance(seed, -1, 0);
        ByCode = shape.Offers.ToDictionary(o => o.Code, o => Make(o, chance, from), StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, MadeOffer> ByCode { get; }

    public void AddTo(IRows part)
    {
        foreach (var row in rows)
            switch (row)
            {
                case Offer offer: part.Add(offer); break;
                case OfferVersion version: part.Add(version); break;
                case Price price: part.Add(price); break;
                case Allowance allowance: part.Add(allowance); break;
            }
    }

    MadeOffer Make(OfferShape shape, Chance chance, DateTime from)
    {
        var offer = new Offer { Id = chance.Id(from), Code = shape.Code, Kind = shape.Kind, Name = LocalText.Of(shape.Zh, shape.En) };
        var version = new OfferVersion { Id = chance.Id(from), OfferId = offer.Id, Number = 1, State = OfferVersionState.Published, OnSaleFrom = from, TariffNumber = shape.Tariff };
        rows.AddRange([offer, version, new Price { Id = chance.Id(from), OfferVersionId = version.Id, Kind = PriceKind.Recurring, Amount = new Money(shape.Monthly) }]);
        if (shape.Kind == OfferKind.Plan)
            rows.AddRange(PerUse.Select(u => new Price { Id = chance.Id(from), OfferVersionId = version.Id, Kind = PriceKind.Usage, Usage = u.Kind, UnitPrice = new UnitPrice(u.Micro), BlockSize = u.Block }));
        rows.AddRange(Included(shape).Select(i => new Allowance { Id = chance.Id(from), OfferVersionId = version.Id, Usage = i.Kind, Quantity = i.Quantity }));
        return new MadeOffer(shape, offer.Name, version.Id);
    }

    /// <summary>What an offer gives a month: seconds, messages, kilobytes.</summary>
    public static IEnumerable<(UsageKind Kind, long Quantity)> Included(OfferShape offer)
    {
        if (offer.VoiceMinutes > 0) yield return (UsageKind.Voice, offer.VoiceMinutes * 60);
        if (offer.Messages > 0) yield return (UsageKind.Message, offer.Messages);
        if (offer.Megabytes > 0) yield return (UsageKind.Data, offer.Megabytes * 1024);
    }
}
