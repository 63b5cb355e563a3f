using CsCheck;
using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Journeys;

/// <summary>What holds in every journey whatever a person does. Random inputs walk the paper journeys and the real ones.</summary>
public sealed class Any_walk_through_any_journey
{
    static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    static readonly Gen<string> Anything = OneOf("0", "00", "*", "#", "1", "2", "3", "9", "pay", "充值 50", "CZ due wallet", "余额", "50", "13300000001", "2026-12-01", "hello", "yes", "确认", "no", "phone", "note", "other", "123456", "12345678", "", " ", "返回", "人工", "'; DROP TABLE bills;--", "<script>", "好的好的");

    static readonly Gen<Input> AnyInput = Gen.Frequency(
        (12, Anything.Select(w => (Input)new Input.Words(w))),
        (2, Anything.Select(w => (Input)new Input.Digits(w))),
        (1, Gen.Const<Input>(new Input.Back())), (1, Gen.Const<Input>(new Input.Home())), (1, Gen.Const<Input>(new Input.Human())),
        (1, Gen.Const<Input>(new Input.Silence())), (1, Gen.Const<Input>(new Input.More())), (1, Gen.Const<Input>(new Input.Look())),
        (2, Gen.Select(OneOf("for", "method", "amount", "what", "phone", "journey", "confirm", "onward", "nonsense"), Anything, (k, v) => (Input)new Input.Answers(new Dictionary<string, string> { [k] = v }))),
        (1, OneOf("pay", "balance", "settings", "nowhere").Select(j => (Input)new Input.Enter(j))),
        (1, Gen.Const<Input>(new Input.Confirm("0123456789abcdef"))));

    static readonly Gen<PaperWalk> AnyWalk = Gen.Select(AnyInput.Array[0, 14], OneOf(Channel.Terminal, Channel.Web), Gen.Bool, (inputs, channel, proven) =>
    {
        var walk = PaperJourneys.Walk(channel);
        if (!proven) walk.Proof = new Proof(Assurance.Line, PaperWalk.Now);
        walk.Take(new Input.Look());
        foreach (var input in inputs) walk.Take(input);
        return walk;
    });

    [Fact]
    public void A_person_is_one_input_away_and_back_returns_to_where_one_was() => AnyWalk.Sample(walk =>
    {
        var before = (walk.Screen.Journey, walk.Screen.Kind);
        walk.Take(new Input.Human());
        Assert.Equal(ScreenKind.Human, walk.Screen.Kind);
        walk.Take(new Input.Back());
        if (before.Kind != ScreenKind.Human) Assert.Equal(before, (walk.Screen.Journey, walk.Screen.Kind));
    }, iter: 300);

    [Fact]
    public void Home_leads_to_the_menu_from_everywhere() => AnyWalk.Sample(walk =>
    {
        walk.Take(new Input.Home());
        Assert.Equal(("menu", ScreenKind.Form), (walk.Screen.Journey, walk.Screen.Kind));
    }, iter: 300);

    [Fact]
    public void Back_always_gets_nearer_to_the_menu() => AnyWalk.Sample(walk =>
    {
        for (var i = 0; i < 20 && (walk.Screen.Journey != "menu" || walk.Screen.Kind != ScreenKind.Form); i++) walk.Take(new Input.Back());
        Assert.Equal(("menu", ScreenKind.Form), (walk.Screen.Journey, walk.Screen.Kind));
    }, iter: 300);

    [Fact]
    public void Nothing_is_submitted_that_the_summary_before_it_had_not_named() =>
        Gen.Select(AnyInput.Array[1, 25], OneOf(Channel.Terminal, Channel.Web)).Sample((inputs, channel) =>
        {
            var walk = PaperJourneys.Walk(channel).Take(new Input.Look());
            foreach (var input in inputs)
            {
                var (before, shown) = (walk.Submits.Count, walk.Screen);
                walk.Take(input);
                if (walk.Submits.Count == before) continue;
                Assert.Equal(ScreenKind.Summary, shown.Kind);
                Assert.Equal(shown.Digest, walk.Submits[^1].Confirmed.Digest());
            }
            Assert.Equal(walk.Submits.Count, walk.Submits.Select(s => s.Key).Distinct().Count());
        }, iter: 500);

    static readonly Gen<string> StopWords = OneOf(ControlWords.Stop.Order(StringComparer.Ordinal).ToArray());
    static readonly Gen<string> Around = OneOf("", "1", "yes", "确认", "50", "pay", "充值", "套餐", "ok");
    static readonly Gen<string> StopLines = Gen.Select(Around, StopWords, Around, Gen.Bool, Gen.Bool, (before, stop, after, upper, close) =>
        string.Join(close && !char.IsAscii(stop[0]) ? "" : " ", new[] { before, upper ? stop.ToUpperInvariant() : stop, after }.Where(w => w.Length > 0)));

    [Fact]
    public void No_line_with_a_word_for_stop_orders_or_pays_anything() => Gen.Select(AnyWalk, StopLines).Sample((walk, line) =>
    {
        var before = walk.Submits.Count;
        walk.Take(new Input.Words(line));
        Assert.Equal(before, walk.Submits.Count);
    }, iter: 1000);

    [Fact]
    public void No_line_with_a_word_for_stop_confirms_a_summary() => StopLines.Sample(line =>
    {
        var walk = PaperJourneys.Walk().Take(new Input.Look()).Say("pay", "1", "1");
        Assert.Equal(ScreenKind.Summary, walk.Screen.Kind);
        walk.Take(new Input.Words(line));
        Assert.Empty(walk.Submits);
        Assert.Equal("menu", walk.Screen.Journey);
    }, iter: 300);

    [Fact]
    public void No_word_means_stop_and_something_else()
    {
        Assert.Empty(ControlWords.Stop.Intersect(ControlWords.Yes));
        Assert.DoesNotContain(ControlWords.Yes, ControlWords.MeansStop);
        Assert.DoesNotContain(PaperJourneys.Book.All.SelectMany(j => j.Words), ControlWords.MeansStop);
    }

    [Fact]
    public void A_value_read_again_is_itself() => Gen.Select(OneOf(PaperJourneys.Settings.Fields.Concat(PaperJourneys.Pay.Fields).ToArray()), Gen.OneOf(Anything, Gen.Long[1, 1_000_000].Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".5"), Gen.String[1, 30])).Sample((field, raw) =>
    {
        var facts = field.Kind == FieldKind.Choice ? PaperJourneys.Options("due", "other", "phone", "1") : Facts.None;
        var grammar = new Grammar(Currency.Yuan, "CN");
        if (grammar.Read(field, facts, Filled.Nothing, raw).IsRefused(out _, out var once)) return;
        Assert.Equal(once, grammar.Read(field, facts, Filled.Nothing, once).Value);
    }, iter: 3000);

    [Fact]
    public void A_session_comes_back_from_storage_as_it_went_in() => AnyWalk.Sample(walk =>
    {
        var stored = System.Text.Json.JsonSerializer.Serialize(walk.Session, Json.Plain);
        var back = System.Text.Json.JsonSerializer.Deserialize<Session>(stored, Json.Plain)!;
        Assert.Equal(stored, System.Text.Json.JsonSerializer.Serialize(back, Json.Plain));
        Assert.Equal(walk.Session.SoFar(), back.SoFar());
    }, iter: 100);
}
