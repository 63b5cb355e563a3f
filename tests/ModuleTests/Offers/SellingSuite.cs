using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;

namespace Wangting.Tests.Offers;

/// <summary>A catalogue comes in as files, goes on sale and off it, and nobody who has something is touched by that.</summary>
public abstract class Selling_by_a_catalogue(DatabaseKind kind) : StorageSuite(kind)
{
    static readonly Caller Maker = new() { Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = Guid.CreateVersion7(), Permissions = new HashSet<string> { CataloguePermissions.Read, CataloguePermissions.Write, CataloguePermissions.Publish } };

    protected override void Register(IServiceCollection services) => services.AddNotices().AddIdentity().AddCustomers().AddCatalogue();

    const string Head = """
        zones: [local, { code: national, prefixes: ["86"] }, { code: mobile, prefixes: ["8613", "8615"] }]
        holidays: [2026-10-01]
        taxes: [{ class: value-added, rates: [{ from: 2020-01-01, rate: 6% }] }]
        offers:
          - code: p
            kind: plan
            name: { zh-CN: 套餐, en: Plan }
            versions:

        """;

    static string Version(int number, string from, string amount, string more = "") => $$"""
              - number: {{number}}
                from: {{from}}
                {{more}}
                recurring: [{ code: fee, name: F, amount: {{amount}} }, { code: cloud, name: C, amount: 1.00, tax: value-added }]
                usage: [{ code: voice, name: V, of: { kind: voice }, block: 60 s, price: 0.15 }, { code: data, name: D, of: { kind: data }, block: 1 GB, price: 5 }]
                allowances: [{ code: minutes, name: M, covers: [{ kind: voice }], quantity: 100 min }]

        """;

    [Fact]
    public async Task A_new_version_waits_until_it_is_published()
    {
        var done = await TakeAsync(Head + Version(1, "2026-01-01", "29"));
        Assert.Equal((1, 0, 0), (done.Added, done.Changed, done.Unchanged));
        Assert.Equal([("p", 1)], done.Waiting);
        Assert.Empty(await TariffsAsync());
        Assert.Null(await PinAsync());

        Assert.Null((await PublishAsync()).Value.Ended);
        var tariff = Assert.Single(await TariffsAsync());
        Assert.Equal((30_00, 6000L), (tariff.Monthly!.Value.Minor, tariff.Included.Single().Quantity));
        Assert.Equal([150_000, 5_000_000], tariff.Beyond.Select(b => b.Price.Micro));
        Assert.NotNull(await PinAsync());
    }

    [Fact]
    public async Task A_previewed_version_is_for_staff_alone()
    {
        await TakeAsync(Head + Version(1, "2026-01-01", "29"));
        await InScopeAsync(s => s.GetRequiredService<PublishVersionHandler>().HandleAsync(new("p", 1, Preview: true), Maker, Ct));
        Assert.Empty(await TariffsAsync());
        Assert.Null(await PinAsync());
        Assert.Equal(OfferVersionState.Preview, Assert.Single((await CatalogueAsync()).Versions).State);
        Assert.Empty(await InDatabaseAsync(db => ListedOffers.Of(db, Caller.Nobody(Channel.Api), Now).ToListAsync(Ct)));
        var owner = new Caller { Kind = CallerKind.Person, Channel = Channel.Api, Permissions = new HashSet<string> { CataloguePermissions.Read } };
        Assert.Empty(await InDatabaseAsync(db => ListedOffers.Of(db, owner, Now).ToListAsync(Ct)));
        Assert.Single(await InDatabaseAsync(db => ListedOffers.Of(db, Maker, Now).ToListAsync(Ct)));
    }

    [Fact]
    public async Task What_is_read_again_is_unchanged_and_what_differs_in_a_draft_is_taken()
    {
        await TakeAsync(Head + Version(1, "2026-01-01", "29"));
        var again = await TakeAsync(Head + Version(1, "2026-01-01", "29"));
        Assert.Equal((0, 0, 1), (again.Added, again.Changed, again.Unchanged));
        var dearer = await TakeAsync(Head + Version(1, "2026-01-01", "30"));
        Assert.Equal((0, 1, 0), (dearer.Added, dearer.Changed, dearer.Unchanged));
        var version = Assert.Single((await CatalogueAsync()).Versions);
        Assert.Equal(30_00, (await TermsAsync(version.Id)).Recurring[0].Amount.Minor);
        await PublishAsync();
        Assert.Equal(31_00, Assert.Single(await TariffsAsync()).Monthly!.Value.Minor);
    }

    [Fact]
    public async Task What_was_on_sale_keeps_its_price_and_nothing_else_of_the_file_is_taken()
    {
        await TakeAsync(Head + Version(1, "2026-01-01", "29"));
        await PublishAsync();
        var refused = await TakeAsync((Head + Version(1, "2026-01-01", "30")).Replace("holidays: [2026-10-01]", "holidays: [2026-10-02]", StringComparison.Ordinal)
            + "  - { code: q, kind: add-on, name: Q, versions: [{ number: 1, from: 2026-01-01 }] }\n");
        var why = Assert.Single(refused.Refused);
        Assert.Equal(("version.fixed", "p", 1), (why.Code, why.Details!["offer"], why.Details["number"]));
        Assert.Single((await InScopeAsync(s => s.GetRequiredService<ListCatalogueHandler>().HandleAsync(Maker, Ct))).Value);
        Assert.Equal([new DateOnly(2026, 10, 1)], (await TablesAsync()).Holidays);
    }

    [Fact]
    public async Task The_next_version_ends_the_sale_of_the_one_before_and_touches_nobody_who_has_it()
    {
        await TakeAsync(Head + Version(1, "2026-01-01", "29"));
        await PublishAsync();
        var had = (await PinAsync())!.Value;
        await TakeAsync(Head + Version(2, "2026-12-01", "39"));
        var done = (await PublishAsync()).Value;
        Assert.Equal((2, 1), (done.Number, done.Ended));

        Assert.Equal(30_00, Assert.Single(await TariffsAsync()).Monthly!.Value.Minor); // until then
        Assert.Equal(had, await PinAsync());
        Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(40_00, Assert.Single(await TariffsAsync()).Monthly!.Value.Minor);
        Assert.NotEqual(had, await PinAsync());
        Assert.Equal(29_00, (await TermsAsync(had)).Recurring[0].Amount.Minor);
        Assert.Equal(40_00, Assert.Single(await InDatabaseAsync(db => ListedOffers.Prices(db, Caller.Nobody(Channel.Api), Now).Where(p => p.Kind == PriceKind.Recurring).ToListAsync(Ct))).Amount.Minor);
    }

    [Fact]
    public async Task Rolled_back_the_version_before_is_on_sale_again()
    {
        await TakeAsync(Head + Version(1, "2026-01-01", "29"));
        await PublishAsync();
        await TakeAsync(Head + Version(2, "2026-11-01", "39"));
        await PublishAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(40_00, Assert.Single(await TariffsAsync()).Monthly!.Value.Minor);
        var back = await InScopeAsync(s => s.GetRequiredService<RollBackHandler>().HandleAsync(new("p"), Maker, Ct));
        Assert.Equal((2, 1), (back.Value.Number, back.Value.Back));
        Assert.Equal(30_00, Assert.Single(await TariffsAsync()).Monthly!.Value.Minor);
        Assert.Equal("version.first", (await InScopeAsync(s => s.GetRequiredService<RollBackHandler>().HandleAsync(new("p"), Maker, Ct))).Refusal?.Code);
    }

    [Fact]
    public async Task A_withdrawn_version_can_no_longer_be_had_and_cannot_be_published_again()
    {
        await TakeAsync(Head + Version(1, "2026-01-01", "29"));
        Assert.Equal("version.never_on_sale", (await WithdrawAsync(1)).Refusal?.Code);
        await PublishAsync();
        Assert.True((await WithdrawAsync(1)).Succeeded);
        Assert.Empty(await TariffsAsync());
        Assert.Null(await PinAsync());
        Assert.Equal("version.was_withdrawn", (await WithdrawAsync(1)).Refusal?.Code);
        Assert.Equal("version.was_withdrawn", (await InScopeAsync(s => s.GetRequiredService<PublishVersionHandler>().HandleAsync(new("p", 1), Maker, Ct))).Refusal?.Code);
        Assert.Equal("version.none_waits", (await PublishAsync()).Refusal?.Code);
        Assert.Equal("version.not_found", (await WithdrawAsync(7)).Refusal?.Code);
    }

    [Fact]
    public async Task Two_versions_are_not_sold_on_one_day()
    {
        await TakeAsync(Head + Version(2, "2026-06-01", "29"));
        var refused = await TakeAsync(Head + Version(1, "2026-01-01", "19"));
        Assert.Equal("version.overlap", Assert.Single(refused.Refused).Code);
        Assert.Empty((await TakeAsync(Head + Version(1, "2026-01-01", "19", "to: 2026-05-31"))).Refused);
        Assert.Empty((await TakeAsync(Head + Version(3, "2026-01-01", "19", "area: 江苏/苏州"))).Refused);
        await InScopeAsync(s => s.GetRequiredService<PublishWaitingHandler>().HandleAsync(new(["p"]), Maker, Ct));
        Assert.Equal("version.over", (await InScopeAsync(s => s.GetRequiredService<PublishVersionHandler>().HandleAsync(new("p", 1), Maker, Ct))).Refusal?.Code);
    }

    [Fact]
    public async Task Exported_it_reads_without_a_fault_and_imports_as_unchanged()
    {
        await TakeAsync(Head + Version(1, "2026-01-01", "29") + "  - { code: q, kind: add-on, name: Q, versions: [{ number: 1, from: 2026-01-01, rules: { requires: [p], most: 2 } }] }\n");
        await PublishAsync();
        await TakeAsync(Head + Version(2, "2026-12-01", "39", "description: 新版"));
        await PublishAsync();
        await TakeAsync(Head + Version(3, "2027-02-01", "49", "to: 2027-03-31"));
        var before = await ExportAsync();
        var done = await TakeAsync(before);
        Assert.Equal((0, 0, 4), (done.Added, done.Changed, done.Unchanged));
        await InScopeAsync(s => s.GetRequiredService<RollBackHandler>().HandleAsync(new("p", 2), Maker, Ct));
        var after = await ExportAsync();
        Assert.Contains("withdrawn: true", after, StringComparison.Ordinal);
        Assert.Equal(4, (await TakeAsync(after)).Unchanged);
    }

    [Fact]
    public async Task Simple_prices_are_terms_too_and_are_written_as_such()
    {
        var version = await InDatabaseAsync(async db =>
        {
            var offer = new Offer { Id = Guid.CreateVersion7(), Code = "E59", Kind = OfferKind.Plan, Name = LocalText.Of("简单", "Simple") };
            var only = new OfferVersion { Id = Guid.CreateVersion7(), OfferId = offer.Id, Number = 1, State = OfferVersionState.Published, OnSaleFrom = Now.AddHours(-3) };
            only.Prices.Add(new Price { Id = Guid.CreateVersion7(), Kind = PriceKind.Recurring, Amount = new Money(59_00) });
            only.Prices.Add(new Price { Id = Guid.CreateVersion7(), Kind = PriceKind.Usage, Usage = UsageKind.Voice, UnitPrice = new UnitPrice(150_000), BlockSize = 60 });
            only.Allowances.Add(new Allowance { Id = Guid.CreateVersion7(), Usage = UsageKind.Data, Quantity = 1024 });
            offer.Versions.Add(only);
            db.AddRange(offer, new Offer { Id = Guid.CreateVersion7(), Code = "不能写", Kind = OfferKind.Plan, Name = LocalText.Of("x", "x") });
            await db.SaveChangesAsync(Ct);
            return only.Id;
        });
        var terms = await TermsAsync(version);
        Assert.Equal((59_00, PartRule.Full, PartRule.Full), (terms.Recurring.Single().Amount.Minor, terms.Recurring[0].First, terms.Recurring[0].Last));
        Assert.Equal(["voice-in 0", "voice 150000", "data 0"], terms.Usage.Select(u => $"{u.Code} {u.Tiers[0].Price.Micro}"));
        Assert.Equal((new Rounding(RoundingMode.Up, 60), 1024L), (terms.Usage[1].Quantity, terms.Allowances.Single().Quantity));
        Assert.Equal(5_00, NegotiatedMonthly.Of(terms, new Money(5_00))["fee"].Minor);

        var exported = (await InScopeAsync(s => s.GetRequiredService<ExportCatalogueHandler>().HandleAsync(new(), Maker, Ct))).Value;
        Assert.Equal(["不能写"], exported.LeftOut);
        Assert.Equal((0, 0, 1), await TakeAsync(exported.Yaml) is var done ? (done.Added, done.Changed, done.Unchanged) : default);
    }

    [Fact]
    public async Task What_came_as_a_file_is_not_changed_by_single_prices()
    {
        await TakeAsync(Head + Version(1, "2026-01-01", "29"));
        var (offer, price) = await InDatabaseAsync(async db => (await db.Set<Offer>().Select(o => o.Id).SingleAsync(Ct), await db.Set<Price>().Where(p => p.Kind == PriceKind.Recurring).Select(p => p.Id).SingleAsync(Ct)));
        Assert.Equal("price.of_terms", (await InScopeAsync(s => s.GetRequiredService<SavePriceHandler>().HandleAsync(new(price, false, Given<string>.Not, null, new Money(1)), Maker, Ct))).Refusal?.Code);
        var save = new SaveOffer(offer, false, Given<string>.Not, Given<string>.Not, null, null, Given<DateTime?>.Not, Given<DateTime?>.Not, [new OfferedPrice(null, "x", PriceKind.Recurring, new Money(1))]);
        Assert.Equal("offer.has_terms", (await InScopeAsync(s => s.GetRequiredService<SaveOfferHandler>().HandleAsync(save, Maker, Ct))).Refusal?.Code);
        var launch = save with { Prices = null, State = OfferVersionState.Published };
        Assert.Equal("permission.missing", (await InScopeAsync(s => s.GetRequiredService<SaveOfferHandler>().HandleAsync(launch, Maker with { Permissions = new HashSet<string> { CataloguePermissions.Write } }, Ct))).Refusal?.Code);
        Assert.True((await InScopeAsync(s => s.GetRequiredService<SaveOfferHandler>().HandleAsync(launch, Maker, Ct))).Succeeded);
        Assert.Single(await TariffsAsync());
        Assert.Equal("offer.in_use", (await InScopeAsync(s => s.GetRequiredService<RemoveOfferHandler>().HandleAsync(new(offer), Maker, Ct))).Refusal?.Code);
    }

    [Fact]
    public async Task Tables_are_taken_with_the_seed_and_a_rate_in_force_stays()
    {
        await TakeAsync(Head + Version(1, "2026-01-01", "29"));
        var tables = await TablesAsync();
        Assert.Equal([("basic", DateOnly.MinValue, 0), ("value-added", new DateOnly(2020, 1, 1), 600)], tables.Taxes);
        Assert.Equal(["local", "mobile", "national"], tables.Zones);
        Assert.Equal([("86", "national"), ("8613", "mobile"), ("8615", "mobile")], tables.Prefixes);
        var text = Head + Version(1, "2026-01-01", "29");
        Assert.Equal("tax.in_force", Assert.Single((await TakeAsync(text.Replace("rate: 6%", "rate: 7%", StringComparison.Ordinal))).Refused).Code);
        Assert.Empty((await TakeAsync(text.Replace("rate: 6% }", "rate: 6% }, { from: 2027-01-01, rate: 7% }", StringComparison.Ordinal).Replace("\"8613\", \"8615\"", "\"8613\"", StringComparison.Ordinal))).Refused);
        tables = await TablesAsync();
        Assert.Equal([("86", "national"), ("8613", "mobile")], tables.Prefixes);
        Assert.Contains(("value-added", new DateOnly(2027, 1, 1), 700), tables.Taxes);
    }

    [Fact]
    public async Task Another_systems_offer_is_changed_there()
    {
        await InDatabaseAsync(async db =>
        {
            await new AcceptOffers(db, Clock).HandleAsync([new(new RecordSource("crm", "1", "1"), "p", OfferKind.Plan, LocalText.Of("x", "x"), new Money(1))], Ct);
            return await db.SaveChangesAsync(Ct);
        });
        Assert.Equal("offer.from_elsewhere", Assert.Single((await TakeAsync(Head + Version(2, "2026-01-01", "29"))).Refused).Code);
    }

    [Fact]
    public async Task Nobody_without_the_permission_imports_or_publishes()
    {
        var nobody = Maker with { Permissions = new HashSet<string>() };
        Assert.Equal("permission.missing", (await InScopeAsync(s => s.GetRequiredService<ImportCatalogueHandler>().HandleAsync(new(new CatalogueFile()), nobody, Ct))).Refusal?.Code);
        Assert.Equal("permission.missing", (await InScopeAsync(s => s.GetRequiredService<PublishVersionHandler>().HandleAsync(new("p"), nobody, Ct))).Refusal?.Code);
        Assert.Equal("permission.missing", (await InScopeAsync(s => s.GetRequiredService<ExportCatalogueHandler>().HandleAsync(new(), nobody, Ct))).Refusal?.Code);
        Assert.Equal("permission.missing", (await InScopeAsync(s => s.GetRequiredService<ListCatalogueHandler>().HandleAsync(nobody, Ct))).Refusal?.Code);
    }

    async Task<CatalogueImported> TakeAsync(string text)
    {
        var (file, faults) = new ReadCatalogue(Currency.Yuan, new HashSet<string> { "p" }).From("x.yaml", new StringReader(text));
        Assert.Empty(faults.Select(f => $"{f.Line}: {f.Path}: {f.What.Key}"));
        return (await InScopeAsync(s => s.GetRequiredService<ImportCatalogueHandler>().HandleAsync(new(file), Maker, Ct))).Value;
    }

    Task<Outcome<VersionPublished>> PublishAsync() => InScopeAsync(s => s.GetRequiredService<PublishVersionHandler>().HandleAsync(new("p"), Maker, Ct));

    Task<Outcome<Done>> WithdrawAsync(int number) => InScopeAsync(s => s.GetRequiredService<WithdrawVersionHandler>().HandleAsync(new("p", number), Maker, Ct));

    Task<IReadOnlyList<TariffView>> TariffsAsync() => InScopeAsync(s => s.GetRequiredService<ListTariffs>().HandleAsync(Ct));

    async Task<CatalogueOffer> CatalogueAsync() => Assert.Single((await InScopeAsync(s => s.GetRequiredService<ListCatalogueHandler>().HandleAsync(Maker, Ct))).Value);

    async Task<OfferTerms> TermsAsync(Guid version) => (await InScopeAsync(s => s.GetRequiredService<TermsById>().ListAsync([version], Ct)))[version];

    Task<CatalogueTables> TablesAsync() => InDatabaseAsync(db => CatalogueTables.ReadAsync(db, Ct));

    async Task<string> ExportAsync() => (await InScopeAsync(s => s.GetRequiredService<ExportCatalogueHandler>().HandleAsync(new(), Maker, Ct))).Value.Yaml;

    Task<Guid?> PinAsync() => InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<PortalDbContext>();
        var pinned = await s.GetRequiredService<PinOffer>().HandleAsync(await db.Set<Offer>().Where(o => o.Code == "p").Select(o => o.Id).SingleAsync(Ct), Ct);
        await db.SaveChangesAsync(Ct);
        return pinned;
    });
}

public sealed class Selling_by_a_catalogue_on_SQLite() : Selling_by_a_catalogue(DatabaseKind.Sqlite);

public sealed class Selling_by_a_catalogue_on_PostgreSQL() : Selling_by_a_catalogue(DatabaseKind.Postgres);
