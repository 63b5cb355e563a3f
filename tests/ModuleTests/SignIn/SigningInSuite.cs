using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;

namespace Wangting.ModuleTests.SignIn;

public abstract class Signing_in(DatabaseKind kind) : IdentitySuite(kind)
{
    [Fact]
    public async Task A_code_opens_a_session_of_the_lines_user()
    {
        var subject = Guid.CreateVersion7();
        var tenure = await GrantAsync(Number, subject);
        var ticket = await AskAsync("133 0000 0001");
        var caller = await CallerAsync((await EnterAsync(ticket, await CodeAsync(Number))).Value);
        Assert.Equal((subject, tenure, Assurance.Proven, true), (caller!.SubjectId, caller.TenureId!.Value, caller.Proof.Level, caller.Proof.ByLine));
    }

    [Fact]
    public async Task The_code_lies_nowhere_in_clear()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        await AskAsync(Number);
        var before = await EverythingAsync();
        var code = await CodeAsync(Number);
        var after = await EverythingAsync();
        Assert.DoesNotContain(code, before, StringComparison.Ordinal);
        Assert.DoesNotContain(code, after, StringComparison.Ordinal);
        Assert.Null(await InDatabaseAsync(db => db.Set<Message>().Select(m => m.Body).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Asking_does_the_same_work_for_nobodys_number()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        await AskAsync("+8613300000009"); // compiles queries and makes nothing differ but the number
        var known = await StatementLog.OfAsync(() => AskAsync(Number));
        var unknown = await StatementLog.OfAsync(() => AskAsync(Other));
        Assert.NotEmpty(known);
        Assert.Equal(known, unknown);
    }

    [Fact]
    public async Task A_wrong_password_does_the_same_work_for_nobodys_number()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var known = await StatementLog.OfAsync(() => PasswordAsync(Number, "not the password"));
        var unknown = await StatementLog.OfAsync(() => PasswordAsync(Other, "not the password"));
        Assert.NotEmpty(known);
        Assert.Equal(known, unknown);
    }

    [Fact]
    public async Task After_five_minutes_a_code_is_too_old()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var ticket = await AskAsync(Number);
        var code = await CodeAsync(Number);
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("code.expired", (await EnterAsync(ticket, code)).Refusal?.Code);
    }

    [Fact]
    public async Task After_five_tries_a_code_is_dead()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var ticket = await AskAsync(Number);
        var code = await CodeAsync(Number);
        string[] said = [.. await TryAsync(5)];
        Assert.Equal(["code.wrong", "code.wrong", "code.wrong", "code.wrong", "code.exhausted"], said);
        Assert.Equal("code.exhausted", (await EnterAsync(ticket, code)).Refusal?.Code);

        async Task<List<string>> TryAsync(int times)
        {
            var codes = new List<string>();
            for (var i = 0; i < times; i++) codes.Add((await EnterAsync(ticket, Wrong(code))).Refusal!.Code);
            return codes;
        }
    }

    [Fact]
    public async Task Nobodys_number_is_refused_just_as_somebodys()
    {
        var ticket = await AskAsync(Other);
        await DeliverAsync();
        Assert.Equal("code.wrong", (await EnterAsync(ticket, "123456")).Refusal?.Code);
        for (var i = 0; i < 4; i++) await EnterAsync(ticket, "123456");
        Assert.Equal("code.exhausted", (await EnterAsync(ticket, "123456")).Refusal?.Code);
    }

    [Fact]
    public async Task Codes_that_are_asked_for_at_once_reach_each_their_own()
    {
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await GrantAsync(Number, first);
        await GrantAsync(Other, second);
        var (one, nobodys, two) = (await AskAsync(Number), await AskAsync("+8613300000009"), await AskAsync(Other));

        var (codeOne, codeTwo) = (await CodeAsync(Number), await CodeAsync(Other)); // one delivery makes all three

        Assert.Empty(await MessagesAsync("+8613300000009"));
        if (codeOne != codeTwo) Assert.NotNull((await EnterAsync(one, codeTwo)).Refusal);
        Assert.NotNull((await EnterAsync(nobodys, codeOne)).Refusal);
        Assert.Equal(first, (await EnterAsync(one, codeOne)).Value.SubjectId);
        Assert.Equal(second, (await EnterAsync(two, codeTwo)).Value.SubjectId);
    }

    [Fact]
    public async Task Of_ten_tries_with_the_right_code_at_once_one_gets_in()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var ticket = await AskAsync(Number);
        var code = await CodeAsync(Number);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => EnterAsync(ticket, code), Ct)));
        Assert.Single(outcomes, o => o.Succeeded);
        Assert.Equal(1, await InDatabaseAsync(db => db.Set<Session>().CountAsync(Ct)));
    }

    [Fact]
    public async Task A_code_dies_with_the_tenure_and_the_next_holder_has_nothing_of_the_last()
    {
        var (last, next) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var tenure = await GrantAsync(Number, last);
        var old = await SignInAsync(Number);
        await SetPasswordAsync(old, tenure, "correct horse");
        var ticket = await AskAsync(Number);
        var code = await CodeAsync(Number);

        await EndAsync(tenure);
        await GrantAsync(Number, next);

        Assert.Null(await CallerAsync(old));
        Assert.False((await EnterAsync(ticket, code)).Succeeded);
        Assert.Equal("password.wrong", (await PasswordAsync(Number, "correct horse")).Refusal?.Code);
        var present = await CallerAsync(await SignInAsync(Number));
        Assert.Equal(next, present!.SubjectId);
        Assert.Single(await InScopeAsync(s => s.GetRequiredService<ListSessionsHandler>().HandleAsync(new(), present, Ct)));
        Assert.False((await InScopeAsync(s => s.GetRequiredService<ListNumbersHandler>().HandleAsync(new(), present, Ct))).Own.Single().HasPassword);
    }

    [Fact]
    public async Task A_held_number_is_not_granted_twice()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var again = await DoAsync<GrantHandleHandler, Done>(h => h.HandleAsync(new(Guid.CreateVersion7(), new(IdentifierKind.Mobile, Number), Guid.CreateVersion7(), Now), Ct));
        Assert.Equal("number.already_held", again.Refusal?.Code);
    }

    [Fact]
    public async Task A_number_passes_on_in_one_unit_of_work()
    {
        var tenure = await GrantAsync(Number, Guid.CreateVersion7());
        var next = Guid.CreateVersion7();
        await InScopeAsync(async s =>
        {
            await s.GetRequiredService<EndHandleHandler>().HandleAsync(new(tenure, Now), Ct);
            var granted = await s.GetRequiredService<GrantHandleHandler>().HandleAsync(new(Guid.CreateVersion7(), new(IdentifierKind.Mobile, Number), next, Now), Ct);
            Assert.Null(granted.Refusal);
            await s.GetRequiredService<PortalDbContext>().SaveChangesAsync(Ct);
        });
        Assert.Equal(next, (await SignInAsync(Number)).SubjectId);
    }

    [Fact]
    public async Task Strangers_who_use_up_a_number_do_not_lock_its_owner_out()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var owner = await SignInAsync(Number);
        for (var i = 0; i < 4; i++) await AskAsync(Number);
        Assert.Equal("sign_in.too_often", (await DoAsync<AskForCodeHandler, CodeTicket>(h => h.HandleAsync(new(CodePurpose.SignIn, Number, "a strangers device"), Nobody, Ct))).Refusal?.Code);

        await DeliverAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        var ticket = await AskAsync(Number, device: owner.DeviceKey);

        Assert.True((await EnterAsync(ticket, await CodeAsync(Number), owner.DeviceKey)).Succeeded);
    }

    [Fact]
    public async Task Guessing_at_a_password_closes_that_way_to_strangers_alone()
    {
        var tenure = await GrantAsync(Number, Guid.CreateVersion7());
        var owner = await SignInAsync(Number);
        await SetPasswordAsync(owner, tenure, "correct horse");
        for (var i = 0; i < 10; i++) await PasswordAsync(Number, $"guess number {i}");

        Assert.Equal("sign_in.too_often", (await PasswordAsync(Number, "correct horse")).Refusal?.Code);
        Assert.True((await PasswordAsync(Number, "correct horse", owner.DeviceKey)).Succeeded);
        Assert.True((await SignInAsync(Number)).SubjectId != Guid.Empty);
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True((await PasswordAsync(Number, "correct horse")).Succeeded);
    }

    [Fact]
    public async Task A_limit_counts_right_when_many_come_at_once()
    {
        var passed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() =>
            InScopeAsync(async s => await s.GetRequiredService<Limiter>().TakeAsync(Ct, (LimitName.CodeNumber, "one"), (LimitName.CodeAddress, "two")) is null), Ct)));
        Assert.Equal(5, passed.Count(p => p));
    }

    [Fact]
    public async Task An_address_proven_before_lets_a_person_in_whose_number_has_ended()
    {
        var subject = Guid.CreateVersion7();
        var tenure = await GrantAsync(Number, subject);
        var caller = (await CallerAsync(await SignInAsync(Number)))!;
        var ticket = await AskAsync("Zhang@Example.com", caller, CodePurpose.SetEmail);
        Assert.True((await DoAsync<SetEmailHandler, string>(async h => await h.HandleAsync(new(ticket, await CodeAsync("zhang@example.com")), caller, Ct))).Succeeded);

        await EndAsync(tenure);

        var back = await CallerAsync(await SignInAsync("zhang@example.com"));
        Assert.Equal((subject, (Guid?)null), (back!.SubjectId, back.TenureId));
    }

    [Fact]
    public async Task A_broadband_account_signs_in_by_password_and_gets_no_code()
    {
        var tenure = await GrantAsync("nj25000017", Guid.CreateVersion7(), IdentifierKind.Broadband);
        await InDatabaseAsync(async db =>
        {
            (await db.Set<NumberHandle>().SingleAsync(h => h.Id == tenure, Ct)).PasswordHash = Services.GetRequiredService<ServicePasswords>().Hash("correct horse");
            await db.SaveChangesAsync(Ct);
        });
        Assert.Equal("code.not_for_accounts", (await DoAsync<AskForCodeHandler, CodeTicket>(h => h.HandleAsync(new(CodePurpose.SignIn, "nj25000017", null), Nobody, Ct))).Refusal?.Code);
        Assert.True((await PasswordAsync("NJ25000017", "correct horse")).Succeeded);
    }

    Task<Outcome<SignedIn>> PasswordAsync(string name, string password, string? device = null) =>
        DoAsync<SignInByPasswordHandler, SignedIn>(h => h.HandleAsync(new(name, password, Browser with { DeviceKey = device }), Nobody, Ct));

    async Task SetPasswordAsync(SignedIn signedIn, Guid tenure, string password)
    {
        var caller = (await CallerAsync(signedIn))!;
        Assert.Null((await DoAsync<SetServicePasswordHandler, Done>(h => h.HandleAsync(new(tenure, password), caller, Ct))).Refusal);
    }

    async Task<string> EverythingAsync() => await InDatabaseAsync(async db => string.Join('\n',
        [.. (await db.Set<OutboxMessage>().AsNoTracking().ToListAsync(Ct)).Select(m => m.Body),
         .. (await db.Set<Message>().AsNoTracking().ToListAsync(Ct)).Select(m => m.Body + m.Subject),
         .. (await db.Set<OneTimeCode>().AsNoTracking().ToListAsync(Ct)).Select(c => c.Target),
         .. (await db.Set<SimulatedMessage>().AsNoTracking().ToListAsync(Ct)).Select(m => m.Body),
         .. (await db.Set<AuditEntry>().AsNoTracking().ToListAsync(Ct)).Select(a => a.Details)]));
}

public sealed class Signing_in_on_SQLite() : Signing_in(DatabaseKind.Sqlite);

public sealed class Signing_in_on_PostgreSQL() : Signing_in(DatabaseKind.Postgres);
