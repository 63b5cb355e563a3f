using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.ModuleTests.Billing;
using Wangting.Storage;

namespace Wangting.ModuleTests.Desk;

public abstract class A_piece_in_another_desk(DatabaseKind kind) : BillingSuite(kind)
{
    const string Viewer = "agent-7", Purpose = "工单 20261123-7", Origin = "https://desk.example";
    static readonly RegisteredClient Client = new(Guid.CreateVersion7(), "wt-desk", LocalText.Of("工单", "Tickets"), ClientKind.Machine, null, [], [], ["embed"], false, Origin);
    static readonly Caller Machine = new() { Kind = CallerKind.Machine, Channel = Channel.Api, SubjectId = Client.Id };
    static readonly Caller Browser = Caller.Nobody(Channel.Web);

    async Task<string> AllowedAsync(Household who) =>
        (await InScopeAsync(s => s.GetRequiredService<AllowEmbedHandler>().HandleAsync(new(Viewer, who.Person.ToString(), EmbedPart.Bill, Purpose), Client, Machine, Ct))).Value.Token;

    Task<Outcome<EmbedBegun>> BeginAsync(BeginEmbed shown, IServiceProvider? node = null) => InScopeAsync(node ?? Services, s => s.GetRequiredService<BeginEmbedHandler>().HandleAsync(shown, Browser, Ct));

    static BeginEmbed Shown(string token, Household who) => new(token, Viewer, who.Person.ToString(), Purpose, Origin);

    Task<Outcome<EmbedBegun>> FollowAsync(string handle) => InScopeAsync(s => s.GetRequiredService<FollowEmbed>().HandleAsync(handle, Browser, Ct));

    [Fact]
    public async Task Shows_this_customer_alone_for_a_quarter_of_an_hour()
    {
        var (who, other) = (await MoveInAsync(), await MoveInAsync());
        var (bill, theirs) = (await BillAsync(who, 5000), await BillAsync(other, 7000));
        var begun = (await BeginAsync(Shown(await AllowedAsync(who), who))).Value;
        Task<Outcome<BillView>> BillOf(string number, Caller desk) => InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new(number), desk, Ct));
        Assert.True((await BillOf(bill, begun.Desk)).Succeeded);
        AssertRefused("bill.not_found", await BillOf(theirs, begun.Desk));
        AssertRefused("bill.not_found", await BillOf(theirs, begun.Desk with { ActingFor = other.Person }));
        Assert.Equal(EmbedPart.Bill, (await FollowAsync(begun.Handle)).Value.Part);
        AssertRefused("embed.not_ours", await FollowAsync(begun.Handle[..^1]));
        Clock.Advance(TimeSpan.FromMinutes(16));
        AssertRefused("embed.over", await FollowAsync(begun.Handle));
        AssertRefused("bill.not_found", await BillOf(bill, begun.Desk));
        Assert.Equal(["embed_allowed", "embed_begun"], await InDatabaseAsync(db => db.Set<AuditEntry>().Where(a => a.PartyId == who.Person && a.ObjectKind == "embed" && a.Purpose == Purpose).OrderBy(a => a.Id).Select(a => a.Act).ToListAsync(Ct)));
    }

    [Fact]
    public async Task Is_begun_once_on_whatever_node()
    {
        var who = await MoveInAsync();
        var token = await AllowedAsync(who);
        await using var node = Build();
        Assert.True((await BeginAsync(Shown(token, who))).Succeeded);
        AssertRefused("embed.used", await BeginAsync(Shown(token, who)));
        AssertRefused("embed.used", await BeginAsync(Shown(token, who), node));

        var raced = await AllowedAsync(who);
        var both = await Task.WhenAll(BeginAsync(Shown(raced, who)), BeginAsync(Shown(raced, who), node));
        Assert.Single(both, o => o.Succeeded);
    }

    [Fact]
    public async Task Is_for_its_viewer_customer_purpose_and_origin_and_a_wrong_try_spends_it()
    {
        var (who, other) = (await MoveInAsync(), await MoveInAsync());
        (Func<BeginEmbed, BeginEmbed> Change, string Code)[] wrong =
        [
            (s => s with { Viewer = "agent-8" }, "embed.other"), (s => s with { Viewer = null }, "embed.other"), (s => s with { Customer = other.Person.ToString() }, "embed.other"), (s => s with { Purpose = "另一件事" }, "embed.other"),
            (s => s with { Origin = "https://desk.example.evil" }, "embed.wrong_origin"), (s => s with { Origin = "null" }, "embed.wrong_origin"), (s => s with { Origin = null }, "embed.wrong_origin"), (s => s with { InAddress = true }, "embed.in_address"),
        ];
        foreach (var (change, code) in wrong)
        {
            var token = await AllowedAsync(who);
            AssertRefused(code, await BeginAsync(change(Shown(token, who))));
            AssertRefused("embed.used", await BeginAsync(Shown(token, who)));
        }
    }

    [Fact]
    public async Task Is_begun_within_a_minute()
    {
        var who = await MoveInAsync();
        var (soon, late) = (await AllowedAsync(who), await AllowedAsync(who));
        Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.True((await BeginAsync(Shown(soon, who))).Succeeded);
        Clock.Advance(TimeSpan.FromSeconds(1));
        AssertRefused("embed.expired", await BeginAsync(Shown(late, who)));
    }

    [Fact]
    public async Task Is_not_had_by_a_token_that_this_hall_did_not_sign()
    {
        var who = await MoveInAsync();
        var token = await AllowedAsync(who);
        var (content, signature) = (token.Split('.')[0], token.Split('.')[1]);
        foreach (var other in new[] { "", ".", "a.b", content, content + ".", content + "." + signature[..^1] + (signature[^1] == '0' ? '1' : '0'), (content[0] == 'a' ? 'b' : 'a') + content[1..] + "." + signature, token + ".x", new string('x', 5000) })
            AssertRefused("embed.not_ours", await BeginAsync(Shown(other, who)));
        Assert.True((await BeginAsync(Shown(token, who))).Succeeded); // what was not ours spent nothing
    }

    [Fact]
    public async Task Is_forgotten_a_day_after_it_ended_with_what_stood_open_and_stays_in_the_log()
    {
        var who = await MoveInAsync();
        var (shown, unused) = (await AllowedAsync(who), await AllowedAsync(who));
        Assert.True((await BeginAsync(Shown(shown, who))).Succeeded);
        Task<(int, int)> KeptAsync() => InDatabaseAsync(async db => (await db.Set<Embed>().CountAsync(Ct), await db.Set<Opening>().CountAsync(Ct)));
        Task ForgetAsync() => InScopeAsync(s => s.GetRequiredService<ForgetOpenings>().HandleAsync(Ct));

        Clock.Advance(TimeSpan.FromHours(24));
        await ForgetAsync();
        Assert.Equal((2, 1), await KeptAsync()); // too late is still told from never ours
        AssertRefused("embed.expired", await BeginAsync(Shown(unused, who)));

        Clock.Advance(TimeSpan.FromMinutes(10));
        await ForgetAsync();
        Assert.Equal((1, 1), await KeptAsync()); // one was shown, and lasted longer
        var today = await AllowedAsync(who);
        Assert.True((await BeginAsync(Shown(today, who))).Succeeded);

        Clock.Advance(TimeSpan.FromMinutes(10));
        await ForgetAsync();
        Assert.Equal((1, 1), await KeptAsync()); // today's
        AssertRefused("embed.not_ours", await BeginAsync(Shown(shown, who)));
        AssertRefused("embed.used", await BeginAsync(Shown(today, who)));
        Assert.Equal(2, await InDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(a => a.PartyId == who.Person && a.Act == "embed_begun", Ct)));
    }

    [Fact]
    public async Task Needs_a_registered_origin_and_every_word()
    {
        var who = await MoveInAsync();
        Task<Outcome<EmbedAllowed>> AskAsync(AllowEmbed asked, RegisteredClient? client = null) => InScopeAsync(s => s.GetRequiredService<AllowEmbedHandler>().HandleAsync(asked, client ?? Client, Machine, Ct));
        var good = new AllowEmbed(Viewer, who.Person.ToString(), EmbedPart.Usage, Purpose);
        AssertRefused("embed.no_origin", await AskAsync(good, Client with { EmbedOrigin = null }));
        AssertRefused("embed.viewer", await AskAsync(good with { Viewer = "" }));
        AssertRefused("embed.customer", await AskAsync(good with { Customer = null }));
        AssertRefused("embed.part", await AskAsync(good with { Part = (EmbedPart)9 }));
        AssertRefused("embed.purpose", await AskAsync(good with { Purpose = "看看" }));
        AssertRefused("customer.unknown", await AskAsync(good with { Customer = "C-nobody" }));
        Assert.True((await AskAsync(good with { Customer = $"C{who.Customer:N}" })).Succeeded);
    }
}

public sealed class A_piece_in_another_desk_on_SQLite() : A_piece_in_another_desk(DatabaseKind.Sqlite);
public sealed class A_piece_in_another_desk_on_PostgreSQL() : A_piece_in_another_desk(DatabaseKind.Postgres);
