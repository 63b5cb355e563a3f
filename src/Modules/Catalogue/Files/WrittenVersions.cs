using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Stored versions as a file would say them.</summary>
internal static class WrittenVersions
{
    /// <param name="version">With its prices and allowances.</param>
    /// <param name="all">Versions of the same offer.</param>
    public static WrittenVersion Of(OfferVersion version, IReadOnlyList<OfferVersion> all, OperatorOptions days)
    {
        var (from, to) = (days.DayOf(version.OnSaleFrom), LastDay(version, all, days));
        // A file sells one version on one day. Where a newer one took over within a day, the older is history.
        var over = version.State == OfferVersionState.Withdrawn || Newer(version, all).Any(v => days.DayOf(v.OnSaleFrom) <= from && (LastDay(v, days) ?? DateOnly.MaxValue) >= from);
        return new WrittenVersion(version.Number, from, to, version.Area, version.TariffNumber, version.Description, version.Terms ?? SimpleTerms.Of(version), over);
    }

    /// <summary>The last day on which a version is sold; the end that is stored is the moment after.</summary>
    public static DateOnly? LastDay(OfferVersion version, OperatorOptions days) => version.OnSaleTo is not { } to ? null
        : days.DayOf(to.AddTicks(-1)) is var last && last < days.DayOf(version.OnSaleFrom) ? days.DayOf(version.OnSaleFrom) : last;

    /// <summary>The last day if the next version, which may still wait, is published as it says.</summary>
    public static DateOnly? LastDay(OfferVersion version, IReadOnlyList<OfferVersion> all, OperatorOptions days)
    {
        var (from, last) = (days.DayOf(version.OnSaleFrom), LastDay(version, days));
        if (version.State == OfferVersionState.Withdrawn) return last;
        var next = Newer(version, all).Select(v => days.DayOf(v.OnSaleFrom)).Where(d => d > from).Select(d => (DateOnly?)d.AddDays(-1)).Min();
        return next < (last ?? DateOnly.MaxValue) ? next : last;
    }

    static IEnumerable<OfferVersion> Newer(OfferVersion version, IEnumerable<OfferVersion> all) => all.Where(v => v.Number > version.Number && v.State != OfferVersionState.Withdrawn && v.Area == version.Area);
}
