using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>A tariff on sale as the law wants it shown: its number, what it costs, what it gives, what use beyond costs.</summary>
public sealed record TariffView(string Code, OfferKind Kind, LocalText Name, LocalText? Description, string? TariffNumber, string Area, DateTime OnSaleFrom, DateTime? OnSaleTo,
    Money? Monthly, Money? OneTime, IReadOnlyList<(UsageKind Usage, long Quantity)> Included, IReadOnlyList<(UsageKind Usage, LocalText? Name, UnitPrice Price, long BlockSize)> Beyond);

/// <summary>Every offer on sale now, none left out, cheapest first within its kind. Public.</summary>
public sealed class ListTariffs(PortalDbContext db, TimeProvider clock)
{
    public async Task<IReadOnlyList<TariffView>> HandleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var versions = await (from version in db.Set<OfferVersion>().AsNoTracking().Include(v => v.Prices).Include(v => v.Allowances)
                              where version.State == OfferVersionState.Published && version.OnSaleFrom <= now && (version.OnSaleTo == null || version.OnSaleTo > now)
                              join offer in db.Set<Offer>() on version.OfferId equals offer.Id
                              select new { offer.Code, offer.Kind, offer.Name, Version = version }).ToListAsync(ct);
        return
        [
            .. versions.GroupBy(v => (v.Code, v.Version.Area)).Select(g => g.OrderByDescending(v => v.Version.Number).First()).Select(v => new TariffView(
                v.Code, v.Kind, v.Name, v.Version.Description, v.Version.TariffNumber, v.Version.Area, v.Version.OnSaleFrom, v.Version.OnSaleTo,
                Sum(v.Version, PriceKind.Recurring), Sum(v.Version, PriceKind.OneTime),
                [.. v.Version.Allowances.OrderBy(a => a.Priority).GroupBy(a => a.Usage).Select(a => (a.Key, a.Sum(x => x.Quantity)))],
                Beyond(v.Version)))
            .OrderBy(t => t.Kind).ThenBy(t => t.Monthly?.Minor ?? 0).ThenBy(t => t.Code, StringComparer.Ordinal),
        ];

        // In the order of the file: what is usual stands where its author put it.
        static IReadOnlyList<(UsageKind, LocalText?, UnitPrice, long)> Beyond(OfferVersion version) => version.Terms is { } terms
            ? [.. terms.Usage.OrderBy(u => u.Match.Kind).Select(u => (u.Match.Kind, (LocalText?)u.Name, u.Tiers[0].Price, u.Block))]
            : [.. version.Prices.Where(p => p.Kind == PriceKind.Usage && p.Usage != null).OrderBy(p => p.Usage).ThenBy(p => p.Id).Select(p => (p.Usage!.Value, p.Name, p.UnitPrice, p.BlockSize))];

        static Money? Sum(OfferVersion version, PriceKind kind)
        {
            var prices = version.Prices.Where(p => p.Kind == kind).ToArray();
            return prices.Length == 0 ? null : prices.Aggregate(Money.Zero, (sum, p) => sum + p.Amount);
        }
    }
}
