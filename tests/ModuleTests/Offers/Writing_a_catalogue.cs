using System.Globalization;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.ModuleTests.Rating;
using Wangting.Storage;

namespace Wangting.ModuleTests.Offers;

/// <summary>What is written reads as the same, and so does what is stored.</summary>
public sealed class Writing_a_catalogue
{
    // Chance writes prices that can never hold and discounts on nothing; that they say so is tried elsewhere.
    static readonly string[] OfChance = ["never", "unpriced", "nothing", "above_cap", "twice"];

    [Fact]
    public void Any_terms_read_as_they_were_written()
    {
        for (var seed = 0; seed < Math.Min(Chance.Cases, 2_000); seed++)
        {
            var file = Any(new Random(seed));
            var (read, faults) = Read(Written(file));
            Assert.True(faults.All(f => OfChance.Contains(f.What.Key["catalogue.file.".Length..])), $"{seed}: {faults.FirstOrDefault(f => !OfChance.Contains(f.What.Key["catalogue.file.".Length..]))?.What.Key}");
            Assert.Equal(file.Taxes, read.Taxes);
            Assert.Equal(file.Holidays, read.Holidays);
            Assert.Equal(file.WrittenZones.Select(Said), read.WrittenZones.Select(Said));
            Assert.Equal(file.Offers.Select(Said), read.Offers.Select(Said));
        }
    }

    [Fact]
    public void Any_terms_are_stored_as_they_are()
    {
        for (var seed = 0; seed < Math.Min(Chance.Cases, 2_000); seed++)
        {
            var terms = Any(new Random(seed)).Offers[0].Versions[0].Terms;
            var stored = StoredTerms.Write(terms);
            Assert.Equal(stored, StoredTerms.Write(StoredTerms.Read(stored)));
            Assert.True(StoredTerms.Same(terms, StoredTerms.Read(stored)));
        }
    }

    [Fact]
    public void What_is_stored_is_told_apart_by_every_figure()
    {
        var terms = StoredTerms.Read("""{"recurring":[{"code":"fee","name":{"en":"F","zh-CN":"费"},"amount":1000}]}""");
        Assert.Equal((1000, 1000, PartRule.Daily, "basic"), (terms.Recurring[0].Amount.Minor, terms.Recurring[0].WhileSuspended, terms.Recurring[0].First, terms.Recurring[0].Tax.Shares[0].Class));
        Assert.False(StoredTerms.Same(terms, terms with { Precedence = 99 }));
        Assert.False(StoredTerms.Same(terms, terms with { Recurring = [terms.Recurring[0] with { Amount = new Money(1001) }] }));
        Assert.False(StoredTerms.Same(terms, terms with { Rules = new RulesTerm { Most = 1 } }));
        // Words of one meaning in another order are the same.
        Assert.True(StoredTerms.Same(terms, terms with { Recurring = [terms.Recurring[0] with { Name = new LocalText(new Dictionary<string, string>(StringComparer.Ordinal) { ["zh-CN"] = "费", ["en"] = "F" }) }] }));
    }

    [Fact]
    public void What_a_newer_program_added_is_passed_over() =>
        Assert.Equal(7, StoredTerms.Read("""{"precedence":7,"invented":{"later":[1]},"recurring":[{"code":"fee","name":{"en":"F"},"amount":1,"invented":true}]}""").Precedence);

    [Fact]
    public void The_demos_own_file_is_right_and_writes_as_itself()
    {
        using var text = new StreamReader(typeof(StorageServices).Assembly.GetManifestResourceStream("Wangting.Storage.demo.catalogue.yaml")!);
        var (read, faults) = new ReadCatalogue(Currency.Yuan).From("demo", text);
        Assert.Empty(faults.Select(f => $"{f.Line}: {f.Path}: {f.What.Key}"));
        Assert.True(read.Offers.Count(o => o.Kind == OfferKind.Plan) >= 8);
        Assert.Equal(Enum.GetValues<OfferKind>().Order(), read.Offers.Select(o => o.Kind).Distinct().Order());
        var (again, none) = Read(Written(read));
        Assert.Empty(none);
        Assert.Equal(read.Offers.Select(Said), again.Offers.Select(Said));
    }

    static CatalogueFile Any(Random chance)
    {
        var any = new AnyTerms(chance);
        string[] zones = ["local", "national", "hk"];
        return new CatalogueFile
        {
            WrittenZones = [.. zones.Select((z, i) => new WrittenZone(z, chance.Next(2) == 0 ? AnyTerms.Name : null, [.. Enumerable.Range(0, chance.Next(3)).Select(n => string.Create(CultureInfo.InvariantCulture, $"0{i}{n}"))]))],
            Holidays = [new DateOnly(2026, 10, 1)], Taxes = AnyTerms.Taxes.Rates,
            Offers = [.. Enumerable.Range(0, chance.Next(1, 4)).Select(i => new WrittenOffer($"o{i}", any.Any(Enum.GetValues<OfferKind>()), LocalText.Of(any.Any("null", "月 \"一\" 费", "1", "- x", "a: b #c"), "fee"),
                [.. Enumerable.Range(1, chance.Next(1, 3)).Select(n => Version(n, any, chance))]))],
        };
    }

    static WrittenVersion Version(int number, AnyTerms any, Random chance) => new(number, new DateOnly(2025 + number, 1, 1), new DateOnly(2025 + number, 12, 31), any.Any("", "江苏", "江苏/南京"), any.Any(null, "26JS1", "0123"), any.Any(null, AnyTerms.Name),
        Repaired(any.OfAll()) with { Rules = Rules(any, chance), ChangeDay = any.Any(ChangeDay.New, ChangeDay.Old) }, chance.Next(4) == 0);

    static RulesTerm Rules(AnyTerms any, Random chance) => chance.Next(2) == 0 ? RulesTerm.None : new RulesTerm
    {
        // The first offer is always there, and rules name none but what is not themselves.
        Requires = [], Classes = any.Many(0, 3, i => (CustomerClass)i), Brands = any.Many(0, 2, i => $"品牌{i}"), Areas = any.Many(0, 2, i => $"江苏/{i}"), Channels = any.Many(0, 3, i => (Channel)i), Most = chance.Next(2) == 0 ? null : chance.Next(1, 9),
    };

    // A file gives and bounds for one period at least.
    static OfferTerms Repaired(OfferTerms terms) => terms with
    {
        Recurring = [.. terms.Recurring.Select(t => t with { Periods = t.Periods is 0 ? 1 : t.Periods })],
        Credits = [.. terms.Credits.Select(t => t with { Periods = Math.Max(1, t.Periods) })],
        Discounts = [.. terms.Discounts.Select(t => t with { Periods = t.Periods is 0 ? 1 : t.Periods })],
    };

    static string Written(CatalogueFile file)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new WriteCatalogue(Currency.Yuan).To(text, file);
        return text.ToString();
    }

    static (CatalogueFile Read, IReadOnlyList<CatalogueFault> Faults) Read(string text) => new ReadCatalogue(Currency.Yuan).From("x.yaml", new StringReader(text));

    static string Said(WrittenZone zone) => $"{zone.Code} {Said(zone.Name)} {string.Join(',', zone.Prefixes)}";

    static string Said(LocalText? text) => text is null ? "–" : string.Join('|', text.Words.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => w.Key + "=" + w.Value));

    static string Said(WrittenOffer offer) => $"{offer.Code} {offer.Kind} {Said(offer.Name)} " + string.Join('\n', offer.Versions.Select(v => $"{v.Number} {v.From:O} {v.To:O} {v.Area} {v.TariffNumber} {Said(v.Description)} {v.Withdrawn} {StoredTerms.Write(v.Terms)}"));
}
