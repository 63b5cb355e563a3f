using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Wangting.Channels;
using Wangting.Channels.Web;
using Wangting.Channels.Web.Drawn;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Web;

/// <summary>Drawn pages are kept small, come back to the byte, and never for what they were not drawn from.</summary>
public sealed class Keeping_what_was_drawn
{
    static readonly Look Chinese = new(ChannelsServices.LoadTexts(new OperatorOptions()), "zh-CN", LookMode.Auto, LookSize.Normal, "celadon", new OperatorOptions());
    readonly FakeTimeProvider clock = new();
    readonly Guid session = Guid.CreateVersion7();
    readonly object shown = new();

    [Fact]
    public void It_is_the_same_page_with_another_token_whatever_stands_in_it()
    {
        var chance = new Random(7);
        string[] parts = ["<p>", "</p>", "<a href=\"/bills/1\">", "<", "余额 ¥12.30", "TOKEN", "<input value=\"TOKEN\" />", "x", "<ul class=\"a long piece\">", ""];
        var pattern = new Pattern(Bytes(Page()));
        for (var n = 0; n < 500; n++)
        {
            var page = Page();
            var drawing = Drawing.Of(Bytes(page), Bytes("TOKEN"), pattern);
            Assert.Equal(page.Replace("TOKEN", "another token", StringComparison.Ordinal), Sent(drawing, "another token"));
        }

        string Page() => string.Concat(Enumerable.Range(0, chance.Next(60)).Select(_ => parts[chance.Next(parts.Length)]));
    }

    [Fact]
    public void Only_what_is_different_is_kept()
    {
        var frame = string.Concat(Enumerable.Range(0, 300).Select(n => $"<li class=\"row\">number {n}</li>"));
        var drawing = Drawing.Of(Bytes($"<h1>Li</h1>{frame}<p>7</p>"), default, new Pattern(Bytes($"<h1>Wang</h1>{frame}<p>1</p>")));
        Assert.InRange(drawing.Weight, 1, 400);
    }

    [Fact]
    public void It_is_found_by_the_same_session_address_look_and_reading_alone()
    {
        var pages = Pages(1);
        pages.Keep(session, typeof(string), "/", Chinese, shown, Bytes("page"), default);
        Assert.Equal("page", Sent(pages.Find(session, typeof(string), "/", Chinese with { }, shown)!, ""));
        Assert.Null(pages.Find(Guid.CreateVersion7(), typeof(string), "/", Chinese, shown));
        Assert.Null(pages.Find(session, typeof(int), "/", Chinese, shown));
        Assert.Null(pages.Find(session, typeof(string), "/?at=1", Chinese, shown));
        Assert.Null(pages.Find(session, typeof(string), "/", Chinese with { Size = LookSize.Elder }, shown));
        Assert.Null(pages.Find(session, typeof(string), "/", Chinese, new object()));
    }

    [Fact]
    public void However_many_there_are_memory_has_its_bound_and_what_is_asked_for_stays()
    {
        var pages = Pages(1);
        var asked = Guid.CreateVersion7();
        pages.Keep(asked, typeof(string), "/", Chinese, shown, Bytes("asked for"), default);
        var all = Enumerable.Range(0, 400).Select(n => Guid.CreateVersion7()).ToArray();
        foreach (var (n, one) in all.Index())
        {
            pages.Keep(one, typeof(string), "/", Chinese, shown, Bytes(new string((char)('a' + n % 26), 10_000)), default);
            Assert.NotNull(pages.Find(asked, typeof(string), "/", Chinese, shown));
        }
        Assert.InRange(all.Count(one => pages.Find(one, typeof(string), "/", Chinese, shown) is not null), 45, 110);
    }

    [Fact]
    public void What_nobody_asks_for_goes_when_no_reading_could_hold_any_more()
    {
        var pages = Pages(1);
        pages.Keep(session, typeof(string), "/", Chinese, shown, Bytes("page"), default);
        for (var turn = 0; turn < 2; turn++)
        {
            clock.Advance(Changes.Longest + TimeSpan.FromSeconds(1));
            pages.Keep(Guid.CreateVersion7(), typeof(string), "/", Chinese, shown, Bytes("other"), default);
        }
        Assert.Null(pages.Find(session, typeof(string), "/", Chinese, shown));
    }

    DrawnPages Pages(int megabytes) => new(Options.Create(new WebOptions { DrawnMegabytes = megabytes }), clock);

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    static string Sent(Drawing drawing, string token)
    {
        var to = new byte[drawing.LengthWith(Bytes(token))];
        drawing.Write(to, Bytes(token));
        return Encoding.UTF8.GetString(to);
    }
}
