using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.SignIn;

public abstract class Being_signed_in(DatabaseKind kind) : IdentitySuite(kind)
{
    [Fact]
    public async Task A_session_ended_elsewhere_is_over_at_once()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var (phone, desk) = (await SignInAsync(Number), await SignInAsync(Number));
        var caller = (await CallerAsync(phone))!;
        Assert.NotNull(await CallerAsync(desk));

        Assert.True((await DoAsync<EndSessionHandler, Done>(h => h.HandleAsync(new(desk.SessionId), caller, Ct))).Succeeded);

        Assert.Null(await CallerAsync(desk));
        Assert.NotNull(await CallerAsync(phone));
    }

    [Fact]
    public async Task Somebody_elses_session_is_not_found()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        await GrantAsync(Other, Guid.CreateVersion7());
        var (mine, theirs) = (await SignInAsync(Number), await SignInAsync(Other));
        var caller = (await CallerAsync(mine))!;
        Assert.Equal("session.not_found", (await DoAsync<EndSessionHandler, Done>(h => h.HandleAsync(new(theirs.SessionId), caller, Ct))).Refusal?.Code);
        Assert.NotNull(await CallerAsync(theirs));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_all_and_forgets_the_devices()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var (phone, desk) = (await SignInAsync(Number), await SignInAsync(Number));
        var caller = (await CallerAsync(phone))!;
        Assert.Equal(2, (await DoAsync<EndAllSessionsHandler, int>(h => h.HandleAsync(new(), caller, Ct))).Value);
        Assert.Null(await CallerAsync(phone));
        Assert.Null(await CallerAsync(desk));
    }

    [Fact]
    public async Task A_session_ends_by_itself_when_unused_for_a_day_and_after_a_month_in_any_case()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var unused = await SignInAsync(Number);
        Clock.Advance(TimeSpan.FromHours(24));
        Assert.Null(await CallerAsync(unused));

        var used = await SignInAsync(Number);
        for (var day = 0; day < 30; day++)
        {
            Assert.NotNull(await CallerAsync(used));
            Clock.Advance(TimeSpan.FromHours(23));
        }
        Clock.Advance(TimeSpan.FromHours(30));
        Assert.Null(await CallerAsync(used));
    }

    [Fact]
    public async Task After_a_change_of_SIM_a_code_counts_as_the_line_until_the_hold_is_over()
    {
        var tenure = await GrantAsync(Number, Guid.CreateVersion7());
        await InScopeAsync(async s =>
        {
            Assert.True((await s.GetRequiredService<RecordSimChangeHandler>().HandleAsync(new(tenure, Now), Ct)).Succeeded);
            await s.GetRequiredService<PortalDbContext>().SaveChangesAsync(Ct);
        });
        var caller = (await CallerAsync(await SignInAsync(Number)))!;
        Assert.Equal(Assurance.Line, caller.Proof.Level);
        Assert.Equal(Refusal.StepUpCode, (await DoAsync<SetServicePasswordHandler, Done>(h => h.HandleAsync(new(tenure, "correct horse"), caller, Ct))).Refusal?.Code);
        var ways = await InScopeAsync(s => s.GetRequiredService<ListProofsHandler>().HandleAsync(new(Assurance.Proven), caller, Ct));
        Assert.Equal(new ProofChoice(null, false, false, true), ways);

        Clock.Advance(TimeSpan.FromHours(48));

        Assert.Equal(Assurance.Proven, (await CallerAsync(await SignInAsync(Number)))!.Proof.Level);
    }

    [Fact]
    public async Task Code_and_password_together_are_strong_and_one_alone_is_not()
    {
        var tenure = await GrantAsync(Number, Guid.CreateVersion7());
        var signedIn = await SignInAsync(Number);
        var caller = (await CallerAsync(signedIn))!;
        await DoAsync<SetServicePasswordHandler, Done>(h => h.HandleAsync(new(tenure, "correct horse"), caller, Ct));
        Assert.NotNull(caller.Needs(Assurance.Strong, TimeSpan.FromMinutes(5), Now));

        Assert.Null((await DoAsync<ProveAgainHandler, Done>(h => h.HandleAsync(new(null, null, "correct horse"), caller, Ct))).Refusal);

        var now = (await CallerAsync(signedIn))!;
        Assert.Null(now.Needs(Assurance.Strong, TimeSpan.FromMinutes(5), Now));
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.NotNull((await CallerAsync(signedIn))!.Needs(Assurance.Strong, TimeSpan.FromMinutes(5), Now));
    }

    [Fact]
    public async Task A_stale_proof_is_made_fresh_by_a_code_to_the_same_line()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var signedIn = await SignInAsync(Number);
        Clock.Advance(TimeSpan.FromHours(1));
        var caller = (await CallerAsync(signedIn))!;
        Assert.NotNull(caller.Needs(Assurance.Proven, TimeSpan.FromMinutes(5), Now));

        var ticket = (await DoAsync<AskForCodeHandler, CodeTicket>(h => h.HandleAsync(new(CodePurpose.Prove, null, null), caller, Ct))).Value.Ticket;
        var code = await CodeAsync(Number);
        Assert.Null((await DoAsync<ProveAgainHandler, Done>(h => h.HandleAsync(new(ticket, code, null), caller, Ct))).Refusal);

        Assert.Null((await CallerAsync(signedIn))!.Needs(Assurance.Proven, TimeSpan.FromMinutes(5), Now));
    }

    [Fact]
    public async Task A_new_device_is_told_to_the_owner_the_first_one_is_not()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        await SignInAsync(Number);
        Assert.Single(await MessagesAsync(Number));
        await SignInAsync(Number);
        Assert.Contains(await MessagesAsync(Number), m => m.Body.Contains("Chrome · Android", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scanned_code_lends_the_phones_proof_once_and_to_the_waiting_browser_alone()
    {
        var subject = Guid.CreateVersion7();
        await GrantAsync(Number, subject);
        var phone = (await CallerAsync(await SignInAsync(Number)))!;
        Clock.Advance(TimeSpan.FromHours(2));
        var offer = (await DoAsync<OfferQrSignInHandler, QrOffer>(h => h.HandleAsync(new("Edge · Windows"), Nobody, Ct))).Value;
        Assert.Null((await CollectAsync(offer, offer.Secret)).Value.SignedIn);

        Assert.True((await DoAsync<AnswerQrSignInHandler, Done>(h => h.HandleAsync(new(offer.Id, true), phone, Ct))).Succeeded);

        Assert.Equal("qr.expired", (await CollectAsync(offer, "somebody else's")).Refusal?.Code);
        var desk = (await CollectAsync(offer, offer.Secret)).Value.SignedIn!;
        var caller = (await CallerAsync(desk))!;
        Assert.Equal((subject, phone.Proof), (caller.SubjectId, caller.Proof));
        Assert.Equal("qr.expired", (await CollectAsync(offer, offer.Secret)).Refusal?.Code);
    }

    [Fact]
    public async Task A_scanned_code_that_is_refused_or_old_opens_nothing()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var phone = (await CallerAsync(await SignInAsync(Number)))!;
        var refused = (await DoAsync<OfferQrSignInHandler, QrOffer>(h => h.HandleAsync(new("Edge · Windows"), Nobody, Ct))).Value;
        await DoAsync<AnswerQrSignInHandler, Done>(h => h.HandleAsync(new(refused.Id, false), phone, Ct));
        Assert.Equal("qr.refused", (await CollectAsync(refused, refused.Secret)).Refusal?.Code);

        var old = (await DoAsync<OfferQrSignInHandler, QrOffer>(h => h.HandleAsync(new("Edge · Windows"), Nobody, Ct))).Value;
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("qr.expired", (await DoAsync<AnswerQrSignInHandler, Done>(h => h.HandleAsync(new(old.Id, true), phone, Ct))).Refusal?.Code);
        Assert.Equal("qr.expired", (await CollectAsync(old, old.Secret)).Refusal?.Code);
    }

    [Fact]
    public async Task A_number_is_bound_by_its_code_and_let_go_with_its_tenure()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var theirs = await GrantAsync(Other, Guid.CreateVersion7());
        var caller = (await CallerAsync(await SignInAsync(Number)))!;
        var ticket = await AskAsync(Other, caller, CodePurpose.BindNumber);
        var code = await CodeAsync(Other);
        var stranger = caller with { SubjectId = Guid.CreateVersion7() };
        Assert.Equal("code.expired", (await DoAsync<BindNumberHandler, ServiceIdentifier>(h => h.HandleAsync(new(ticket, code), stranger, Ct))).Refusal?.Code);

        Assert.Equal(Other, (await DoAsync<BindNumberHandler, ServiceIdentifier>(h => h.HandleAsync(new(ticket, code), caller, Ct))).Value.Value);
        Assert.Equal(theirs, (await NumbersAsync(caller)).Bound.Single().TenureId);

        await EndAsync(theirs);
        Assert.Empty((await NumbersAsync(caller)).Bound);
    }

    [Fact]
    public async Task Whose_number_was_bound_can_end_it()
    {
        var owner = Guid.CreateVersion7();
        await GrantAsync(Number, Guid.CreateVersion7());
        await GrantAsync(Other, owner);
        var caller = (await CallerAsync(await SignInAsync(Number)))!;
        var ticket = await AskAsync(Other, caller, CodePurpose.BindNumber);
        var code = await CodeAsync(Other);
        await DoAsync<BindNumberHandler, ServiceIdentifier>(h => h.HandleAsync(new(ticket, code), caller, Ct));
        var theOwner = (await CallerAsync(await SignInAsync(Other)))!;
        var binding = (await NumbersAsync(theOwner)).ByOthers.Single();

        Assert.True((await DoAsync<UnbindNumberHandler, Done>(h => h.HandleAsync(new(binding.BindingId), theOwner, Ct))).Succeeded);

        Assert.Empty((await NumbersAsync(caller)).Bound);
    }

    [Fact]
    public async Task Who_looked_shows_what_others_did_and_why_but_not_their_names()
    {
        var subject = Guid.CreateVersion7();
        await GrantAsync(Number, subject);
        var caller = (await CallerAsync(await SignInAsync(Number)))!;
        await InDatabaseAsync(async db =>
        {
            db.Audit(new Caller { Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = Guid.CreateVersion7() }, Clock, "document_revealed", "document", "1", subject, "核对身份");
            db.Audit(new Caller { Kind = CallerKind.Staff, Channel = Channel.Staff }, Clock, "document_revealed", "document", "2", Guid.CreateVersion7(), "别人的");
            await db.SaveChangesAsync(Ct);
        });
        var looked = await InScopeAsync(s => s.GetRequiredService<ViewWhoLookedHandler>().HandleAsync(new(), caller, Ct));
        Assert.Equal([(CallerKind.Staff, "核对身份", false), (CallerKind.Person, null, true)], looked.Select(l => (l.By, l.Purpose, l.Self)).ToArray());
    }

    Task<NumberList> NumbersAsync(Caller caller) => InScopeAsync(s => s.GetRequiredService<ListNumbersHandler>().HandleAsync(new(), caller, Ct));

    Task<Outcome<QrAnswer>> CollectAsync(QrOffer offer, string secret) => DoAsync<CollectQrSignInHandler, QrAnswer>(h => h.HandleAsync(new(offer.Id, secret, Browser), Nobody, Ct));
}

public sealed class Being_signed_in_on_SQLite() : Being_signed_in(DatabaseKind.Sqlite);

public sealed class Being_signed_in_on_PostgreSQL() : Being_signed_in(DatabaseKind.Postgres);
