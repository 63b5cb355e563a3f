using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Access;

public abstract class Staff_accounts(DatabaseKind kind) : StorageSuite(kind)
{
    const string Password = "eine lange Redensart";
    static readonly Caller Stranger = Caller.Nobody(Channel.Staff);

    protected override void Register(IServiceCollection services) => services.AddIdentity();

    async Task<NewStaff> AddAsync(string name, params string[] roles)
    {
        await InScopeAsync(async s => { await s.GetRequiredService<MakeStartingRoles>().HandleAsync(Ct); return true; });
        return (await InScopeAsync(s => s.GetRequiredService<AddStaffHandler>().HandleAsync(new(name, name, roles), Caller.System, Ct))).Value;
    }

    Task<Outcome<HalfSignedIn>> StartAsync(string name, string password) =>
        InScopeAsync(s => s.GetRequiredService<StartStaffSignInHandler>().HandleAsync(new(name, password), Stranger, Ct));

    Task<Outcome<StaffProven>> ProveAsync(Guid session, string code) =>
        InScopeAsync(s => s.GetRequiredService<ProveStaffHandler>().HandleAsync(new(session, code), Stranger, Ct));

    Task<StaffPresence?> PresenceAsync(Guid session) => InScopeAsync(s => s.GetRequiredService<FindStaffSession>().HandleAsync(session, Ct));

    async Task<string> CodeAsync(Guid staff, int off = 0)
    {
        var closed = await InDatabaseAsync(db => db.Set<StaffMember>().Where(m => m.Id == staff).Select(m => m.TotpSecret).SingleAsync(Ct));
        return Totp.Code(Convert.FromBase64String(Services.GetRequiredService<SecretColumns>().Open("staff.totp", closed!)), Totp.StepAt(Now) + off);
    }

    async Task<(Guid Session, IReadOnlyList<string> Recovery)> EnrolAsync(NewStaff who)
    {
        var half = (await StartAsync(who.Name, who.OneTimePassword)).Value;
        Assert.True(half.MustEnrol);
        await InScopeAsync(s => s.GetRequiredService<BeginStaffEnrolment>().HandleAsync(half.SessionId, Ct));
        var enrolled = await InScopeAsync(async s => await s.GetRequiredService<EnrolStaffHandler>().HandleAsync(new(half.SessionId, Password, await CodeAsync(who.Id)), Stranger, Ct));
        Clock.Advance(TimeSpan.FromSeconds(60)); // the code of enrolment is used
        return (half.SessionId, enrolled.Value.Codes);
    }

    async Task<Caller> CallerAsync(Guid session) => await PresenceAsync(session) is { } p
        ? new Caller { Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = p.StaffId, SessionId = session, Permissions = p.Permissions } : Stranger;

    [Fact]
    public async Task Enrol_with_the_one_time_password_then_sign_in_with_both_factors()
    {
        var who = await AddAsync("li.lei", "auditor");
        var (first, recovery) = await EnrolAsync(who);
        Assert.Equal(["audit.export", "audit.read"], (await PresenceAsync(first))!.Permissions.Order());
        Assert.Equal(10, recovery.Distinct().Count());

        Assert.Equal("staff.wrong", (await StartAsync("li.lei", who.OneTimePassword)).Refusal?.Code);
        var half = (await StartAsync("LI.LEI ", Password)).Value;
        Assert.False(half.MustEnrol);
        Assert.Null(await PresenceAsync(half.SessionId)); // a password alone opens nothing
        Assert.Equal("staff.code_wrong", (await ProveAsync(half.SessionId, "000000")).Refusal?.Code);
        var code = await CodeAsync(who.Id);
        Assert.True((await ProveAsync(half.SessionId, code)).Succeeded);
        Assert.NotNull(await PresenceAsync(half.SessionId));

        var again = (await StartAsync("li.lei", Password)).Value;
        Assert.Equal("staff.code_wrong", (await ProveAsync(again.SessionId, code)).Refusal?.Code);
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        var who = await AddAsync("han", "auditor");
        var (_, recovery) = await EnrolAsync(who);
        var half = (await StartAsync("han", Password)).Value;
        var proven = (await ProveAsync(half.SessionId, " " + recovery[3].ToUpperInvariant())).Value;
        Assert.Equal((true, 9), (proven.ByRecoveryCode, proven.RecoveryCodesLeft));
        var again = (await StartAsync("han", Password)).Value;
        Assert.Equal("staff.code_wrong", (await ProveAsync(again.SessionId, recovery[3])).Refusal?.Code);
    }

    [Fact]
    public async Task Unknown_wrong_locked_disabled_and_too_late_sound_the_same()
    {
        var who = await AddAsync("wei", "auditor");
        await EnrolAsync(who);
        var answers = new List<Refusal?> { (await StartAsync("nobody", "x")).Refusal };
        for (var i = 0; i < 5; i++) answers.Add((await StartAsync("wei", "wrong")).Refusal);
        answers.Add((await StartAsync("wei", Password)).Refusal); // locked
        var late = await AddAsync("late");
        Clock.Advance(TimeSpan.FromDays(4));
        answers.Add((await StartAsync("late", late.OneTimePassword)).Refusal);
        Assert.All(answers, a => Assert.Equal(Refusal.NotAllowed("staff.wrong"), a));
        Assert.True((await StartAsync("wei", Password)).Succeeded); // the lock ends by itself
    }

    [Fact]
    public async Task Wrong_codes_lock_like_wrong_passwords_and_the_password_does_not_unlock()
    {
        var who = await AddAsync("mei", "auditor");
        await EnrolAsync(who);
        for (var i = 0; i < 5; i++)
        {
            var half = await StartAsync("mei", Password);
            await ProveAsync(half.Value.SessionId, "000000");
        }
        Assert.Equal("staff.wrong", (await StartAsync("mei", Password)).Refusal?.Code);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await StartAsync("mei", Password)).Succeeded);
    }

    [Theory]
    [InlineData("short", "staff.password_length")]
    [InlineData("aaaaaaaaaaaaaaaa", "staff.password_simple")]
    [InlineData("jin.jin.jin.1", "staff.password_simple")]
    public async Task A_password_of_ones_own_is_long_and_not_the_name(string password, string refusal)
    {
        var who = await AddAsync("jin");
        var half = (await StartAsync("jin", who.OneTimePassword)).Value;
        await InScopeAsync(s => s.GetRequiredService<BeginStaffEnrolment>().HandleAsync(half.SessionId, Ct));
        var code = await CodeAsync(who.Id);
        Task<Outcome<StaffEnrolled>> Try(string p) => InScopeAsync(s => s.GetRequiredService<EnrolStaffHandler>().HandleAsync(new(half.SessionId, p, code), Stranger, Ct));
        Assert.Equal(refusal, (await Try(password)).Refusal?.Code);
        Assert.Equal("staff.password_same", (await Try(who.OneTimePassword)).Refusal?.Code);
        Assert.Null(await PresenceAsync(half.SessionId));
        Assert.True((await Try(Password)).Succeeded);
    }

    [Fact]
    public async Task A_role_taken_away_and_an_account_switched_off_act_at_the_next_request()
    {
        var boss = await CallerAsync((await EnrolAsync(await AddAsync("boss", "administrator"))).Session);
        var who = await AddAsync("xin", "auditor", "operator");
        var (session, _) = await EnrolAsync(who);
        Assert.Contains("outbox.retry", (await PresenceAsync(session))!.Permissions);

        await InScopeAsync(s => s.GetRequiredService<SetStaffRolesHandler>().HandleAsync(new(who.Id, ["auditor"]), boss, Ct));
        Assert.DoesNotContain("outbox.retry", (await PresenceAsync(session))!.Permissions);
        await InScopeAsync(s => s.GetRequiredService<SaveRoleHandler>().HandleAsync(new("auditor", null, []), boss, Ct));
        Assert.Empty((await PresenceAsync(session))!.Permissions);
        await InScopeAsync(s => s.GetRequiredService<DisableStaffHandler>().HandleAsync(new(who.Id, true), boss, Ct));
        Assert.Null(await PresenceAsync(session));
        Assert.Equal("staff.wrong", (await StartAsync("xin", Password)).Refusal?.Code);
    }

    [Fact]
    public async Task Nobody_gives_more_than_they_have_nor_touches_those_who_may_more()
    {
        var boss = await AddAsync("boss", "administrator");
        await InScopeAsync(s => s.GetRequiredService<SaveRoleHandler>().HandleAsync(new("keeper", LocalText.Of("人事", "People"), [IdentityPermissions.ManageStaff, IdentityPermissions.ManageRoles]), Caller.System, Ct));
        var keeper = await CallerAsync((await EnrolAsync(await AddAsync("keeper", "keeper"))).Session);

        Assert.Equal("role.more_than_yours", (await InScopeAsync(s => s.GetRequiredService<AddStaffHandler>().HandleAsync(new("own.helper", "x", ["administrator"]), keeper, Ct))).Refusal?.Code);
        Assert.Equal("role.more_than_yours", (await InScopeAsync(s => s.GetRequiredService<SaveRoleHandler>().HandleAsync(new("keeper", null, [IdentityPermissions.ManageStaff, IdentityPermissions.ManageRoles, "audit.read"]), keeper, Ct))).Refusal?.Code);
        Assert.Equal("role.more_than_yours", (await InScopeAsync(s => s.GetRequiredService<SaveRoleHandler>().HandleAsync(new("auditor", null, []), keeper, Ct))).Refusal?.Code);
        Assert.Equal("staff.outranks_you", (await InScopeAsync(s => s.GetRequiredService<ResetStaffHandler>().HandleAsync(new(boss.Id), keeper, Ct))).Refusal?.Code);
        Assert.Equal("staff.outranks_you", (await InScopeAsync(s => s.GetRequiredService<DisableStaffHandler>().HandleAsync(new(boss.Id, true), keeper, Ct))).Refusal?.Code);
        Assert.Equal("staff.outranks_you", (await InScopeAsync(s => s.GetRequiredService<SetStaffRolesHandler>().HandleAsync(new(boss.Id, []), keeper, Ct))).Refusal?.Code);
        Assert.True((await InScopeAsync(s => s.GetRequiredService<AddStaffHandler>().HandleAsync(new("second", "x", ["keeper"]), keeper, Ct))).Succeeded);
    }

    [Fact]
    public async Task The_last_who_can_manage_staff_stays()
    {
        var boss = await AddAsync("boss", "administrator");
        var caller = await CallerAsync((await EnrolAsync(boss)).Session);
        Assert.Equal("staff.last_manager", (await InScopeAsync(s => s.GetRequiredService<DisableStaffHandler>().HandleAsync(new(boss.Id, true), caller, Ct))).Refusal?.Code);
        Assert.Equal("staff.last_manager", (await InScopeAsync(s => s.GetRequiredService<SetStaffRolesHandler>().HandleAsync(new(boss.Id, ["auditor"]), caller, Ct))).Refusal?.Code);
        Assert.Equal("role.holds_everything", (await InScopeAsync(s => s.GetRequiredService<SaveRoleHandler>().HandleAsync(new("administrator", null, ["audit.read"]), caller, Ct))).Refusal?.Code);
    }

    [Fact]
    public async Task An_administrator_may_do_what_a_later_version_brings_from_its_first_start()
    {
        var (session, _) = await EnrolAsync(await AddAsync("boss", "administrator"));
        await InDatabaseAsync(async db => await db.Set<RolePermission>().Where(p => p.Permission == IdentityPermissions.ManageClients).ExecuteDeleteAsync(Ct)); // as a version before clients left it
        Assert.DoesNotContain(IdentityPermissions.ManageClients, (await PresenceAsync(session))!.Permissions);
        for (var starts = 0; starts < 2; starts++)
            await InScopeAsync(async s => { await s.GetRequiredService<MakeStartingRoles>().HandleAsync(Ct); return true; });
        Assert.Equal(Services.GetServices<Permission>().Select(p => p.Name).Distinct().Order(), (await PresenceAsync(session))!.Permissions.Order());
        Assert.Equal(["audit.export", "audit.read"], await InDatabaseAsync(db => db.Set<StaffRole>().Where(r => r.Name == "auditor").SelectMany(r => r.Permissions).Select(p => p.Permission).Order().ToListAsync(Ct)));
    }

    [Fact]
    public async Task Nothing_is_allowed_by_default()
    {
        var nobody = await CallerAsync((await EnrolAsync(await AddAsync("nobody"))).Session);
        Assert.Empty(nobody.Permissions);
        Refusal?[] answers =
        [
            (await InScopeAsync(s => s.GetRequiredService<ListStaff>().HandleAsync(nobody, Ct))).Refusal,
            (await InScopeAsync(s => s.GetRequiredService<ListRoles>().HandleAsync(nobody, Ct))).Refusal,
            (await InScopeAsync(s => s.GetRequiredService<AddStaffHandler>().HandleAsync(new("a.b", "x", []), nobody, Ct))).Refusal,
            (await InScopeAsync(s => s.GetRequiredService<SaveRoleHandler>().HandleAsync(new("x-y", null, []), nobody, Ct))).Refusal,
            (await InScopeAsync(s => s.GetRequiredService<AddClientHandler>().HandleAsync(new("x", ClientKind.Machine, ["bill.read"]), nobody, Ct))).Refusal,
            (await InScopeAsync(s => s.GetRequiredService<ListAudit>().HandleAsync(new(), nobody, Ct))).Refusal,
            (await InScopeAsync(s => s.GetRequiredService<ListParkedMessages>().HandleAsync(nobody, Ct))).Refusal,
            (await InScopeAsync(s => s.GetRequiredService<RetryParkedMessageHandler>().HandleAsync(new(Guid.Empty), nobody, Ct))).Refusal,
        ];
        Assert.All(answers, a => Assert.Equal("permission.missing", a?.Code));
    }

    [Fact]
    public async Task A_desk_left_alone_is_signed_out()
    {
        var (session, _) = await EnrolAsync(await AddAsync("away", "auditor"));
        Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.NotNull(await PresenceAsync(session));
        Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.NotNull(await PresenceAsync(session));
        Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Null(await PresenceAsync(session));
    }

    [Fact]
    public async Task The_audit_log_pages_and_filters()
    {
        await InDatabaseAsync(async db =>
        {
            for (var i = 0; i < 120; i++) db.Audit(Caller.System, Clock, i % 2 == 0 ? "even" : "odd", "thing", $"{i}");
            return await db.SaveChangesAsync(Ct);
        });
        Task<Outcome<AuditPage>> List(AuditFilter filter) => InScopeAsync(s => s.GetRequiredService<ListAudit>().HandleAsync(filter, Caller.System, Ct));
        var seen = new List<string>();
        var page = (await List(new())).Value;
        seen.AddRange(page.Lines.Select(l => l.ObjectId));
        while (page.Next is { } next)
        {
            page = (await List(new(Before: next))).Value;
            seen.AddRange(page.Lines.Select(l => l.ObjectId));
        }
        Assert.Equal(120, seen.Distinct().Count());
        Assert.Equal(120, seen.Count);
        Assert.All((await List(new(Act: "odd"))).Value.Lines, l => Assert.Equal("odd", l.Act));
        Assert.Single((await List(new(ObjectId: "7"))).Value.Lines);
        Assert.Empty((await List(new(To: new DateOnly(2026, 11, 22)))).Value.Lines);
        Assert.Equal(ListAudit.PageSize, (await List(new(From: new DateOnly(2026, 11, 23), To: new DateOnly(2026, 11, 23)))).Value.Lines.Count);
    }
}

public sealed class Staff_accounts_on_SQLite() : Staff_accounts(DatabaseKind.Sqlite);
public sealed class Staff_accounts_on_PostgreSQL() : Staff_accounts(DatabaseKind.Postgres);
