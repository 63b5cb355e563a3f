using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Offers;

/// <summary>Whether an offer may be taken, and every reason why not.</summary>
public sealed class Rules_of_offers
{
    static readonly Taker Zhang = new(CustomerClass.Ordinary, null, "江苏/南京", Channel.Web);
    static readonly Dictionary<string, LocalText> Names = new(StringComparer.Ordinal) { ["a"] = LocalText.Of("甲", "A"), ["b"] = LocalText.Of("乙", "B") };

    [Fact]
    public void Nothing_stands_against_what_asks_nothing() => Assert.Empty(Why(new RulesTerm(), Held("a"), Held("wanted")));

    [Fact]
    public void One_of_what_is_required_is_enough()
    {
        var rules = new RulesTerm { Requires = [["a", "b"]] };
        Assert.Empty(Why(rules, Held("b")));
        Assert.Equal(["offer.requires"], Why(rules, Held("c")));
        Assert.Equal("甲或乙", ((LocalText)Refusals(rules)[0].Details!["needed"]!).In("zh-CN"));
    }

    [Fact]
    public void Each_thing_that_is_required_is_asked_for() => Assert.Equal(["offer.requires"], Why(new RulesTerm { Requires = [["a"], ["b"]] }, Held("a")));

    [Fact]
    public void What_is_required_on_the_line_does_not_lie_on_another() => Assert.Equal(["offer.requires"], Why(new RulesTerm { Requires = [["a"]] }, Held("a") with { SameLine = false }));

    [Fact]
    public void An_exclusion_holds_whichever_of_the_two_says_so()
    {
        Assert.Equal(["offer.excludes"], Why(new RulesTerm { Excludes = ["a"] }, Held("a")));
        Assert.Equal(["offer.excludes"], Why(new RulesTerm(), Held("a", new RulesTerm { Excludes = ["wanted"] })));
        Assert.Empty(Why(new RulesTerm { Excludes = ["a"] }, Held("a") with { SameLine = false }));
    }

    [Fact]
    public void The_limit_of_a_customer_counts_all_their_lines()
    {
        Assert.Empty(Why(new RulesTerm { Most = 2 }, Held("wanted")));
        Assert.Equal(["offer.limit"], Why(new RulesTerm { Most = 2 }, Held("wanted"), Held("wanted") with { SameLine = false }));
    }

    [Fact]
    public void Class_brand_area_and_channel_are_each_asked_and_each_said()
    {
        var rules = new RulesTerm { Classes = [CustomerClass.Brand], Brands = ["young"], Areas = ["江苏/苏州"], Channels = [Channel.Staff] };
        Assert.Equal(["offer.not_for_class", "offer.not_for_brand", "offer.not_in_area", "offer.not_here_by"], Why(rules));
        Assert.Empty(OfferRules.Refusals([], new Taker(CustomerClass.Brand, "young", "江苏/苏州/姑苏", Channel.Staff), Wanted(rules), Names));
    }

    static RuledOffer Held(string code, RulesTerm? rules = null) => new(code, LocalText.Of(code, code), rules ?? RulesTerm.None);

    static RuledOffer Wanted(RulesTerm rules) => new("wanted", LocalText.Of("想要的", "Wanted"), rules);

    static IReadOnlyList<Refusal> Refusals(RulesTerm rules, params RuledOffer[] held) => OfferRules.Refusals(held, Zhang, Wanted(rules), Names);

    static IEnumerable<string> Why(RulesTerm rules, params RuledOffer[] held) => Refusals(rules, held).Select(r => r.Code);
}
