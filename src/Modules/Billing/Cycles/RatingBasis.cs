using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What all bills are made by at a time: zones, the clock and its holidays, tax rates, and the tariffs of versions.</summary>
public sealed class RatingBasis(CatalogueTables tables, TimeZoneInfo zone, int minorDigits)
{
    readonly ConcurrentDictionary<Guid, Tariff> tariffs = new();

    public Zones Zones { get; } = new(tables.Zones);
    public TariffClock Clock { get; } = new(zone, tables.Holidays);
    public TaxTable Taxes { get; } = new(tables.Taxes);

    public Tariff? Find(Guid version) => tariffs.GetValueOrDefault(version);

    public void Add(Guid version, OfferTerms terms) => tariffs.TryAdd(version, new Tariff(terms, Zones));

    /// <summary>To be used by one at a time.</summary>
    public Billed NewBilled() => new(Zones, Clock, minorDigits);

    public Compared NewCompared(IReadOnlyList<PlanOnSale> plans) => new(Zones, Clock, plans, minorDigits);

    public Explained NewExplained() => new(NewBilled(), Clock, Zones);
}

/// <summary>The basis as it stands now, kept for as long as nobody changes the catalogue.</summary>
public sealed class ReadRatingBasis(PortalDbContext db, TermsById terms, IOptions<OperatorOptions> house, Changes changes, Kept<string, RatingBasis> kept)
{
    SharedBasis? shared;

    /// <summary>What is read from here on is read once for all who share this.</summary>
    internal void ShareWith(SharedBasis others) => shared = others;

    /// <param name="versions">Versions of offers whose tariffs are wanted.</param>
    internal async Task<RatingBasis> ReadAsync(IEnumerable<Guid> versions, CancellationToken ct)
    {
        var since = changes.Begin();
        var basis = shared?.Basis ?? kept.Find(nameof(RatingBasis));
        if (basis is null)
        {
            basis = new RatingBasis(await CatalogueTables.ReadAsync(db, ct), TimeZoneInfo.FindSystemTimeZoneById(house.Value.TimeZone), house.Value.CurrencyDigits);
            kept.Keep(nameof(RatingBasis), basis, since);
        }
        if (shared is not null) shared.Basis = basis;
        var missing = versions.Distinct().Where(v => basis.Find(v) is null).ToArray();
        if (missing.Length > 0)
            foreach (var (version, one) in await terms.ListAsync(missing, ct)) basis.Add(version, one);
        return basis;
    }
}

/// <summary>One basis for several units of work: all parts of a run that a node does in one go are billed by the same.</summary>
internal sealed class SharedBasis
{
    public volatile RatingBasis? Basis;
}
