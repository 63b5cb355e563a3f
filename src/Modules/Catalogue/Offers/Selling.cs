using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>What is decided when a version goes on sale or off it. Nobody who has another version is touched by either.</summary>
internal static class Selling
{
    public static bool IsOnSale(this OfferVersion version, DateTime now) => version.State == OfferVersionState.Published && version.OnSaleFrom <= now && (version.OnSaleTo is not { } to || to > now);

    /// <summary>The version that stands for the offer: the newest on sale, else the newest that is to be, else the newest.</summary>
    public static OfferVersion Shown(this Offer offer, DateTime now) =>
        offer.Versions.MaxBy(v => (v.State != OfferVersionState.Published ? 0 : v.OnSaleFrom > now ? 1 : 2, v.Number))!;

    /// <summary>What a version costs stays as it is from the day on which anybody may have taken it.</summary>
    public static bool IsFixed(this OfferVersion version) => version.Pinned || version.State is OfferVersionState.Published or OfferVersionState.Withdrawn;

    /// <summary>Puts a version on sale from its day on, and ends the sale of the one before it on that day.</summary>
    public static Refusal? Publish(Offer offer, OfferVersion version, DateTime now)
    {
        if (version.State == OfferVersionState.Published) return Refusal.Conflict("version.on_sale", Named(offer, version));
        if (version.State == OfferVersionState.Withdrawn) return Refusal.Conflict("version.was_withdrawn", Named(offer, version));
        if (version.OnSaleTo <= now) return Refusal.Conflict("version.over", Named(offer, version));
        var meets = Meeting(offer, version).ToArray();
        if (Array.Find(meets, other => other.Number > version.Number) is { } newer) return Refusal.Conflict("version.older", [.. Named(offer, version), ("other", newer.Number)]);
        // What was filed as sold from a past day on is sold from now on: the other one was until now.
        foreach (var before in meets) before.EndSale(Later(version.OnSaleFrom, now));
        version.State = OfferVersionState.Published;
        return null;
    }

    /// <summary>Those on sale, or to be, in the same place on the same days.</summary>
    public static IEnumerable<OfferVersion> Meeting(Offer offer, OfferVersion version) => offer.Versions.Where(other =>
        other != version && other.State == OfferVersionState.Published && other.Area == version.Area && (other.OnSaleTo ?? DateTime.MaxValue) > version.OnSaleFrom && other.OnSaleFrom < (version.OnSaleTo ?? DateTime.MaxValue));

    public static Refusal? Withdraw(Offer offer, OfferVersion version, DateTime now)
    {
        if (version.State == OfferVersionState.Withdrawn) return Refusal.Conflict("version.was_withdrawn", Named(offer, version));
        if (version.State != OfferVersionState.Published) return Refusal.Conflict("version.never_on_sale", Named(offer, version));
        if (version.OnSaleFrom < now) version.EndSale(now);
        version.State = OfferVersionState.Withdrawn;
        return null;
    }

    /// <summary>The version that was sold in the same place before this one.</summary>
    public static OfferVersion? Before(Offer offer, OfferVersion version) =>
        offer.Versions.Where(v => v.Number < version.Number && v.Area == version.Area && v.State is OfferVersionState.Published or OfferVersionState.Withdrawn).MaxBy(v => v.Number);

    /// <summary>Takes a version off sale and puts the one before it back on, until the next one begins or
    /// somebody ends that.</summary>
    public static Refusal? RollBack(Offer offer, OfferVersion version, DateTime now)
    {
        if (Before(offer, version) is not { } before) return Refusal.Conflict("version.first", Named(offer, version));
        if (Withdraw(offer, version, now) is { } why) return why;
        var next = offer.Versions.Where(v => v != version && v != before && v.State == OfferVersionState.Published && v.Area == before.Area && v.OnSaleFrom > now).Select(v => (DateTime?)v.OnSaleFrom).Min();
        (before.State, before.OnSaleTo) = (OfferVersionState.Published, next);
        return null;
    }

    static void EndSale(this OfferVersion version, DateTime at)
    {
        // One that never came on sale has no days to end.
        if (version.OnSaleFrom >= at) version.State = OfferVersionState.Withdrawn;
        else if (version.OnSaleTo is not { } to || to > at) version.OnSaleTo = at;
    }

    static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    public static (string, object?)[] Named(Offer offer, OfferVersion version) => [("offer", offer.Code), ("number", version.Number)];
}
