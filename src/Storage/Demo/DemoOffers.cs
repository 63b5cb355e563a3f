using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Storage.Demo;

internal sealed partial class DemoProvince
{
    const long Minute = 60, Megabyte = 1024, Gigabyte = 1024 * Megabyte; // seconds and kilobytes

    OfferVersion plan59 = null!, plan19 = null!, planYoung = null!, planTeam = null!, fibre = null!, flowPack = null!;

    void Offers()
    {
        plan19 = Offer("plan-19", OfferKind.Plan, "19 元孝心卡", "Family Care 19", 19_00, "25JS000119", (UsageKind.Voice, 100 * Minute), (UsageKind.Data, 5 * Gigabyte));
        plan59 = Offer("plan-59", OfferKind.Plan, "59 元畅用", "Everyday 59", 59_00, "25JS000159", (UsageKind.Voice, 500 * Minute), (UsageKind.Data, 30 * Gigabyte), (UsageKind.Message, 100));
        planYoung = Offer("plan-young-29", OfferKind.Plan, "青春卡 29 元", "Young 29", 29_00, "25JS000129", (UsageKind.Voice, 100 * Minute), (UsageKind.Data, 40 * Gigabyte));
        planTeam = Offer("plan-team-99", OfferKind.Plan, "政企融合 99 元", "Team 99", 99_00, "25JS000199", (UsageKind.Voice, 1000 * Minute), (UsageKind.Data, 60 * Gigabyte), (UsageKind.Message, 200));
        Offer("plan-8", OfferKind.Plan, "8 元保号", "Keep-my-number 8", 8_00, "25JS000108", (UsageKind.Voice, 30 * Minute));
        fibre = Offer("fibre-500", OfferKind.Broadband, "光宽带 500M", "Fibre 500", 70_00, "25JS000570");
        flowPack = Offer("data-5g", OfferKind.AddOn, "5 GB 流量包", "5 GB data pack", 10_00, "25JS000210", (UsageKind.Data, 5 * Gigabyte));
    }

    OfferVersion Offer(string code, OfferKind kind, string zh, string en, long monthly, string tariff, params (UsageKind Usage, long Quantity)[] included)
    {
        var offer = new Offer { Id = Guid.CreateVersion7(), Code = code, Kind = kind, Name = LocalText.Of(zh, en) };
        var version = new OfferVersion
        {
            Id = Guid.CreateVersion7(), OfferId = offer.Id, Number = 1, State = OfferVersionState.Published, OnSaleFrom = now.AddYears(-3), TariffNumber = tariff,
        };
        version.Prices.Add(new Price { Id = Guid.CreateVersion7(), OfferVersionId = version.Id, Kind = PriceKind.Recurring, Amount = new Money(monthly) });
        foreach (var (usage, quantity) in included)
            version.Allowances.Add(new Allowance { Id = Guid.CreateVersion7(), OfferVersionId = version.Id, Usage = usage, Quantity = quantity });
        if (kind == OfferKind.Plan)
        {
            version.Prices.Add(PerUse(version, UsageKind.Voice, 150_000, Minute));
            version.Prices.Add(PerUse(version, UsageKind.Message, 100_000, 1));
            version.Prices.Add(PerUse(version, UsageKind.Data, 5_000_000, Gigabyte));
        }
        offer.Versions.Add(version);
        rows.Add(offer);
        return version;
    }

    static Price PerUse(OfferVersion version, UsageKind usage, long micro, long block) => new()
    {
        Id = Guid.CreateVersion7(), OfferVersionId = version.Id, Kind = PriceKind.Usage, Usage = usage, UnitPrice = new UnitPrice(micro), BlockSize = block,
    };
}
