using System.Reflection;
using CsCheck;
using Wangting.Channels.Plain;
using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Journeys;

public sealed class A_screen_as_plain_text
{
    static readonly PlainRenderer Renderer = new(Texts.Load(Assembly.Load("Wangting.Channels"), Currency.Yuan, TimeZoneInfo.Utc));
    static readonly Gen<string> Words = Gen.OneOf(Gen.String[Gen.Char['a', 'z'], 0, 60], Gen.String[Gen.Char['一', '龥'], 0, 60], Gen.Const("€{}[]~^|"), Gen.Const("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"));

    static readonly Gen<Screen> Screens = Gen.Select(Words, Words.Array[0, 12], Words.Array[0, 12], (title, lines, options) => new Screen
    {
        Journey = "pay",
        Kind = ScreenKind.Form,
        Title = Text.Plain(title),
        Lines = [.. lines.Select(l => new Line(Text.Plain(l)))],
        Asks = [new Ask(new Field("x", FieldKind.Choice), Text.Plain("?"), [.. options.Select((o, i) => new Option(i.ToString(System.Globalization.CultureInfo.InvariantCulture), Text.Plain(o)))])],
    });

    static IReadOnlyList<PlainPage> All(Screen screen, string language, PageLimits limits)
    {
        var first = Renderer.Render(screen, language, limits, 0);
        return [.. Enumerable.Range(0, first.Of).Select(i => Renderer.Render(screen, language, limits, i))];
    }

    [Fact]
    public void No_page_is_longer_than_its_channel_carries_and_none_of_it_is_lost() => Gen.Select(Screens, Gen.Bool).Sample((screen, chinese) =>
    {
        var pages = All(screen, chinese ? "zh-CN" : "en", PageLimits.Ussd);
        Assert.All(pages, p => Assert.True(Gsm7.Length(p.Text) is { } septets ? septets <= 182 : p.Text.Length <= 80, p.Text));
        var whole = string.Concat(All(screen, chinese ? "zh-CN" : "en", new PageLimits(100_000, 100_000)).Select(p => string.Concat(p.Text.Split('\n')[..^1])));
        Assert.Equal(Gsm7.Plain(whole), Gsm7.Plain(string.Concat(pages.Select(p => string.Concat(p.Text.Split('\n')[..^1])))));
    }, iter: 300);

    [Fact]
    public void Every_page_but_the_last_says_how_to_get_the_next() => Screens.Sample(screen =>
    {
        var pages = All(screen, "en", PageLimits.Ussd);
        Assert.All(pages, p => Assert.Equal(p.HasMore, p.Text.Split('\n')[^1].StartsWith("00 more", StringComparison.Ordinal)));
        Assert.All(pages, p => Assert.Contains("# person", p.Text));
    }, iter: 100);

    [Fact]
    public void A_page_asked_for_beyond_the_end_is_the_last() => Assert.Equal(0, Renderer.Render(new Screen { Journey = "pay", Kind = ScreenKind.Answer, Title = Text.Plain("x") }, "en", PageLimits.Ussd, 7).Number);

    [Theory]
    [InlineData("hello", 5), InlineData("€5", 3), InlineData("¥5", 2), InlineData("五", null)]
    public void Septets_count_as_the_standard_does(string text, int? septets) => Assert.Equal(septets, Gsm7.Length(text));

    [Fact]
    public void Good_typography_does_not_cost_a_text_its_alphabet() => Assert.Equal("-5.00 'a' - \"b\"...", Gsm7.Plain("−5.00 ‘a’ – “b”…"));
}
