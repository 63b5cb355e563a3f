using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Journeys;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Resources;
using Wangting.Storage;
using Wangting.Subscriptions;
using Wangting.Tests;

namespace Wangting.ModuleTests.Journeys;

public abstract class A_conversation_kept_as_a_row(DatabaseKind kind) : StorageSuite(kind)
{
    static readonly Guid Person = Guid.Parse("01900000-0000-7000-8000-00000000a001"), Other = Guid.Parse("01900000-0000-7000-8000-00000000a002");
    readonly PaperLedger ledger = new();
    readonly EphemeralDataProtectionProvider keys = new();

    protected override void Register(IServiceCollection services)
    {
        services.AddNotices().AddIdentity().AddCustomers().AddCatalogue().AddResources().AddSubscriptions().AddBilling().AddJourneys();
        PaperWork.Register(services);
        // One ledger and one key ring for all nodes of a scenario.
        services.AddSingleton(ledger);
        services.AddSingleton<IDataProtectionProvider>(keys);
    }

    Caller On(Channel channel, Guid? person = null, Assurance level = Assurance.Proven) =>
        new() { Kind = CallerKind.Person, Channel = channel, SubjectId = person ?? Person, Proof = new Proof(level, Now), Language = "en" };

    Task<Outcome<Taken>> TakeAsync(Guid session, Input input, Caller caller, int? seen = null, bool wide = false, IServiceProvider? node = null) =>
        InScopeAsync(node ?? Services, s => s.GetRequiredService<TakeStepHandler>().HandleAsync(new TakeStep(session, input, seen, wide), caller, Ct));

    async Task<Taken> SayAsync(Guid session, Caller caller, params string[] lines)
    {
        Taken last = null!;
        foreach (var line in lines) last = (await TakeAsync(session, new Input.Words(line), caller)).Value;
        return last;
    }

    async Task<(Guid Id, Taken At)> AtSummaryAsync(Caller caller)
    {
        var id = Guid.CreateVersion7();
        await TakeAsync(id, new Input.Enter("paper"), caller);
        var at = await SayAsync(id, caller, "50", "me@example.org", "1");
        Assert.Equal(ScreenKind.Summary, at.Screen.Kind);
        return (id, at);
    }

    [Fact]
    public async Task The_same_page_sent_twice_at_once_is_answered_once()
    {
        var caller = On(Channel.Web);
        var id = Guid.CreateVersion7();
        var begun = (await TakeAsync(id, new Input.Enter("paper"), caller, wide: true)).Value;
        await using var second = Build();
        var answers = new Input.Answers(new Dictionary<string, string> { ["amount"] = "50", ["mail"] = "a@example.org", ["sure"] = "sure" });

        var both = await Task.WhenAll(TakeAsync(id, answers, caller, begun.Version, wide: true), TakeAsync(id, answers, caller, begun.Version, wide: true, second));

        Assert.All(both, b => Assert.Equal(ScreenKind.Summary, b.Value.Screen.Kind));
        var after = (await TakeAsync(id, new Input.Look(), caller, seen: 99, wide: true)).Value;
        Assert.InRange(after.Version, begun.Version + 1, begun.Version + 2);
        Assert.Single(after.Session.Trail);
    }

    [Fact]
    public async Task A_page_gone_back_to_answers_anew_but_a_yes_to_a_summary_that_is_past_is_not_taken()
    {
        var caller = On(Channel.Web);
        var id = Guid.CreateVersion7();
        var begun = (await TakeAsync(id, new Input.Enter("paper"), caller, wide: true)).Value;
        Input.Answers Answers(string amount) => new(new Dictionary<string, string> { ["amount"] = amount, ["mail"] = "a@example.org", ["sure"] = "sure" });
        var first = (await TakeAsync(id, Answers("50"), caller, begun.Version, wide: true)).Value;

        var second = (await TakeAsync(id, Answers("60"), caller, begun.Version, wide: true)).Value;
        Assert.Equal((ScreenKind.Summary, "60.00"), (second.Screen.Kind, second.Session.SoFar()["amount"]));

        var past = (await TakeAsync(id, new Input.Confirm(first.Screen.Digest!), caller, first.Version, wide: true)).Value;
        Assert.Equal(ScreenKind.Summary, past.Screen.Kind);
        Assert.Empty(ledger.Keys);
    }

    [Fact]
    public async Task A_page_sent_with_mistakes_can_be_sent_again_as_it_is()
    {
        var caller = On(Channel.Web);
        var id = Guid.CreateVersion7();
        var begun = (await TakeAsync(id, new Input.Enter("paper"), caller, wide: true)).Value;
        var wrong = (await TakeAsync(id, new Input.Answers(new Dictionary<string, string> { ["amount"] = "lots", ["mail"] = "kept" }), caller, begun.Version, wide: true)).Value;
        Assert.Equal((begun.Version, "kept"), (wrong.Version, wrong.Screen.Asks[1].Typed));
    }

    [Fact]
    public async Task Inputs_without_a_version_are_taken_one_after_the_other_and_none_is_lost()
    {
        var caller = On(Channel.Terminal);
        var id = Guid.CreateVersion7();
        await TakeAsync(id, new Input.Enter("paper"), caller);
        await using var second = Build();

        await Task.WhenAll(TakeAsync(id, new Input.Words("50"), caller), TakeAsync(id, new Input.Words("60"), caller, node: second));

        // Whichever came second answered the next question.
        var session = (await TakeAsync(id, new Input.Look(), caller)).Value.Session.SoFar();
        Assert.Contains((session["amount"], session["mail"]), new (string?, string?)[] { ("50.00", "60"), ("60.00", "50") });
    }

    [Fact]
    public async Task Two_yeses_at_once_submit_under_one_key_and_leave_one_confirmation()
    {
        var caller = On(Channel.Web);
        var (id, at) = await AtSummaryAsync(caller);
        await using var second = Build();
        var yes = new Input.Confirm(at.Screen.Digest!);

        var both = await Task.WhenAll(TakeAsync(id, yes, caller, at.Version, true), TakeAsync(id, yes, caller, at.Version, true, second));

        Assert.Single(ledger.Keys.Distinct());
        Assert.Contains(both, b => b.Value.Session.Finished);
        Assert.True((await TakeAsync(id, new Input.Look(), caller, 99, true)).Value.Session.Finished);
        Assert.Equal(1, await InDatabaseAsync(db => db.Set<Confirmation>().CountAsync(Ct)));
    }

    [Fact]
    public async Task A_yes_that_died_on_the_way_can_be_said_again_under_the_same_key()
    {
        var caller = On(Channel.Terminal);
        var (id, _) = await AtSummaryAsync(caller);
        ledger.Answer = () => throw new TimeoutException();
        await Assert.ThrowsAsync<TimeoutException>(() => TakeAsync(id, new Input.Words("yes"), caller));
        ledger.Answer = () => new Submitted("paper-1");

        var done = await SayAsync(id, caller, "yes");

        Assert.True(done.Session.Finished);
        Assert.Equal(2, ledger.Keys.Count);
        Assert.Single(ledger.Keys.Distinct());
    }

    [Fact]
    public async Task What_was_confirmed_is_kept_in_its_words_with_what_came_of_it()
    {
        var caller = On(Channel.Terminal);
        var (id, _) = await AtSummaryAsync(caller);
        ledger.Answer = () => Refusal.Unavailable("payment.gateway_unavailable");
        await SayAsync(id, caller, "yes");
        var refused = Assert.Single(await InScopeAsync(s => s.GetRequiredService<ListConfirmationsHandler>().HandleAsync(0, caller, Ct)));
        Assert.False(refused.Done);
        ledger.Answer = () => new Submitted("paper-1");
        await SayAsync(id, caller, "yes");

        var kept = Assert.Single(await InScopeAsync(s => s.GetRequiredService<ListConfirmationsHandler>().HandleAsync(0, caller, Ct)));
        Assert.True(kept.Done);
        Assert.Equal(new Money(5000), kept.Charge);
        Assert.Equal([("Amount", "¥50.00"), ("Do it", null)], kept.Lines);
        Assert.Empty(await InScopeAsync(s => s.GetRequiredService<ListConfirmationsHandler>().HandleAsync(0, On(Channel.Web, Other), Ct)));
    }

    [Fact]
    public async Task What_was_typed_lies_closed_in_the_table()
    {
        var caller = On(Channel.Terminal);
        await AtSummaryAsync(caller);
        var state = await InDatabaseAsync(db => db.Set<JourneySession>().Select(s => s.State).SingleAsync(Ct));
        Assert.DoesNotContain("example.org", state);
    }

    [Fact]
    public async Task Somebody_elses_conversation_is_not_found_and_neither_is_one_that_ran_out()
    {
        var (id, _) = await AtSummaryAsync(On(Channel.Web));
        Assert.Equal("journey.not_found", (await TakeAsync(id, new Input.Look(), On(Channel.Web, Other))).Refusal?.Code);
        Assert.Equal("journey.not_found", (await TakeAsync(id, new Input.Look(), Caller.Nobody(Channel.Web))).Refusal?.Code);
        Clock.Advance(JourneySession.Life + TimeSpan.FromSeconds(1));
        Assert.Equal("journey.not_found", (await TakeAsync(id, new Input.Look(), On(Channel.Web))).Refusal?.Code);
        await InScopeAsync(s => s.GetRequiredService<ForgetSessions>().HandleAsync(Ct));
        Assert.False(await InDatabaseAsync(db => db.Set<JourneySession>().AnyAsync(Ct)));
    }

    [Fact]
    public async Task The_menu_of_another_channel_offers_to_go_on_and_the_answers_come_along()
    {
        await AtSummaryAsync(On(Channel.Web));
        var phone = On(Channel.Terminal);
        var dialled = Guid.CreateVersion7();
        var menu = (await TakeAsync(dialled, new Input.Look(), phone)).Value;
        Assert.Equal("journey.menu.resume", menu.Screen.Asks[0].Options[0].Label.Key);

        var taken = await SayAsync(dialled, phone, "1");

        Assert.Equal((ScreenKind.Summary, "paper", "50.00"), (taken.Screen.Kind, taken.Session.Journey, taken.Session.SoFar()["amount"]));
        Assert.Equal(1, await InDatabaseAsync(db => db.Set<JourneySession>().CountAsync(Ct)));
    }

    [Fact]
    public async Task A_weaker_channel_takes_up_the_answers_but_neither_proof_nor_what_only_the_proof_had_shown()
    {
        var web = On(Channel.Web);
        var id = Guid.CreateVersion7();
        await TakeAsync(id, new Input.Enter("paper"), web);
        var at = await SayAsync(id, web, "50", "me@example.org", "2");
        Assert.Equal("all", at.Session.SoFar()["sure"]);

        var line = On(Channel.Terminal, level: Assurance.Line) with { TenureId = Guid.CreateVersion7() };
        var taken = (await TakeAsync(id, new Input.Look(), line)).Value;

        Assert.Equal(ScreenKind.Proof, taken.Screen.Kind);
        Assert.False(taken.Session.SoFar().Has("sure"));
        Assert.Equal("50.00", taken.Session.SoFar()["amount"]);
    }

    [Fact]
    public async Task The_code_leads_its_own_person_back_for_half_an_hour_and_nobody_else()
    {
        var phone = On(Channel.Terminal);
        var id = Guid.CreateVersion7();
        await TakeAsync(id, new Input.Enter("paper"), phone);
        var human = await SayAsync(id, phone, "50", "#");
        var code = (string)human.Screen.Lines[^1].Value!.Values!["words"]!;
        Task<Outcome<OpenJourney>> By(Caller caller, string typed) => InScopeAsync(s => s.GetRequiredService<ResumeJourneyHandler>().HandleAsync(new ResumeJourney(typed), caller, Ct));

        Assert.Equal(id, (await By(On(Channel.Web), code)).Value.SessionId);
        Assert.Equal(id, (await By(On(Channel.Web), code.Replace(' ', '-'))).Value.SessionId);
        Assert.Equal("journey.no_such_code", (await By(On(Channel.Web, Other), code)).Refusal?.Code);
        Assert.Equal("journey.no_such_code", (await By(Caller.Nobody(Channel.Web), code)).Refusal?.Code);
        Assert.Equal("journey.no_such_code", (await By(On(Channel.Web), "'; DROP TABLE journeys_sessions;--")).Refusal?.Code);
        Assert.DoesNotContain(ResumeCode.Bare(code), await InDatabaseAsync(db => db.Set<JourneySession>().Select(s => s.ResumeHash).SingleAsync(Ct)));

        Clock.Advance(ResumeCode.Life);
        Assert.Equal("journey.no_such_code", (await By(On(Channel.Web), code)).Refusal?.Code);
    }

    [Fact]
    public async Task A_code_typed_into_a_menu_takes_the_conversation_over()
    {
        var phone = On(Channel.Terminal);
        var id = Guid.CreateVersion7();
        await TakeAsync(id, new Input.Enter("paper"), phone);
        var human = await SayAsync(id, phone, "50", "#");
        var dialled = Guid.CreateVersion7();
        await TakeAsync(dialled, new Input.Look(), phone);

        var taken = await SayAsync(dialled, phone, (string)human.Screen.Lines[^1].Value!.Values!["words"]!);

        Assert.Equal((id, "mail"), (taken.Session.Id, taken.Screen.Asks[0].Field.Key));
        var wrong = await SayAsync(taken.Session.Id, phone, "*", "0000 0000");
        Assert.Equal("journey.not_found", wrong.Screen.Error?.Code);
    }

    [Fact]
    public async Task A_look_leaves_no_trace()
    {
        var viewed = await InScopeAsync(s => s.GetRequiredService<ViewJourneyHandler>().HandleAsync(new ViewJourney(Guid.CreateVersion7(), true, new Input.Enter("paper")), On(Channel.Web), Ct));
        Assert.Equal(["amount", "mail", "sure"], viewed.Value.Screen.Asks.Select(a => a.Field.Key));
        Assert.False(await InDatabaseAsync(db => db.Set<JourneySession>().AnyAsync(Ct)));
    }

    [Fact]
    public async Task A_journey_switched_off_is_gone_from_every_menu_at_once_and_only_the_right_people_may()
    {
        Task<Outcome<Done>> Switch(bool on, Caller caller) => InScopeAsync(s => s.GetRequiredService<SwitchJourneyHandler>().HandleAsync(new SwitchJourney("paper", on, "fault"), caller, Ct));
        var admin = On(Channel.Staff) with { Kind = CallerKind.Staff, Permissions = new HashSet<string> { SwitchJourneyHandler.Permission } };
        Assert.Equal("permission.missing", (await Switch(false, On(Channel.Web))).Refusal?.Code);
        Assert.True((await Switch(false, admin)).Succeeded);
        Task<Outcome<IReadOnlyList<SwitchLine>>> SwitchesAsync(Caller caller) => InScopeAsync(s => s.GetRequiredService<ListSwitches>().HandleAsync(caller, Ct));
        Assert.Equal(("fault", Now), (await SwitchesAsync(admin)).Value.Where(l => l.Journey == "paper").Select(l => (l.Reason!, l.OffSince!.Value)).Single());
        Assert.Equal("permission.missing", (await SwitchesAsync(On(Channel.Web))).Refusal?.Code);
        Assert.Equal("journey.switch_reason", (await InScopeAsync(s => s.GetRequiredService<SwitchJourneyHandler>().HandleAsync(new SwitchJourney("paper", false, " "), admin, Ct))).Refusal?.Code);

        foreach (var channel in new[] { Channel.Web, Channel.Terminal })
        {
            Assert.DoesNotContain(await InScopeAsync(s => s.GetRequiredService<ListJourneysHandler>().HandleAsync(On(channel), Ct)), j => j.Name == "paper");
            var entered = (await TakeAsync(Guid.CreateVersion7(), new Input.Enter("paper"), On(channel))).Value;
            Assert.Equal(("menu", "journey.switched_off"), (entered.Screen.Journey, entered.Screen.Error?.Code));
        }
        Assert.True((await Switch(true, admin)).Succeeded);
        Assert.Contains(await InScopeAsync(s => s.GetRequiredService<ListJourneysHandler>().HandleAsync(On(Channel.Web), Ct)), j => j.Name == "paper");
        Assert.Equal(2, await InDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(a => a.ObjectKind == "journey", Ct)));
    }

    [Fact]
    public async Task What_one_uses_comes_first()
    {
        var caller = On(Channel.Terminal);
        var (id, _) = await AtSummaryAsync(caller);
        await SayAsync(id, caller, "yes");
        Assert.Equal("paper", (await InScopeAsync(s => s.GetRequiredService<ListJourneysHandler>().HandleAsync(caller, Ct)))[0].Name);
        Assert.NotEqual("paper", (await InScopeAsync(s => s.GetRequiredService<ListJourneysHandler>().HandleAsync(On(Channel.Web, Other), Ct)))[0].Name);
    }
}

public sealed class A_conversation_kept_as_a_row_on_SQLite() : A_conversation_kept_as_a_row(DatabaseKind.Sqlite);
public sealed class A_conversation_kept_as_a_row_on_PostgreSQL() : A_conversation_kept_as_a_row(DatabaseKind.Postgres);
