using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Lets a guardian act on a child's accounts, until the day the child turns eighteen and not a day longer.</summary>
public sealed record AppointGuardian(Guid ChildId, Guid GuardianId);

public sealed class AppointGuardianHandler(PortalDbContext db, Texts texts, TimeProvider clock)
{
    /// <summary>Majority in the Civil Code of the PRC, art. 17.</summary>
    const int Majority = 18;

    public async Task<Outcome<Done>> HandleAsync(AppointGuardian command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(GrantPermissions.Appoint) is { } lacking) return lacking;
        var people = await db.Set<Party>().Where(p => (p.Id == command.ChildId || p.Id == command.GuardianId) && p.Kind == PartyKind.Person).ToDictionaryAsync(p => p.Id, ct);
        if (!people.TryGetValue(command.ChildId, out var child) || !people.TryGetValue(command.GuardianId, out var guardian)) return Refusal.NotFound("person.not_found");
        var accounts = await db.Set<Account>().Where(a => a.HolderPartyId == child.Id && a.State == AccountState.Open).Select(a => a.Id).ToListAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var held = await db.Set<Grant>().Where(g => g.PersonId == guardian.Id && g.Basis == GrantBasis.Guardian && (g.To == null || g.To > now)).Select(g => g.AccountId).ToListAsync(ct);

        if (UntilMajority(child, guardian, now, texts.Zone).IsRefused(out var no, out var until)) return no;
        foreach (var account in accounts.Where(a => !held.Contains(a)))
            db.Add(new Grant { Id = Guid.CreateVersion7(), PersonId = guardian.Id, AccountId = account, Rights = Right.All, Basis = GrantBasis.Guardian, From = now, To = until, GivenBy = caller.SubjectId });
        db.Audit(caller, clock, "guardian_appointed", "individual", child.Id.ToString("N"), child.Id, details: new { guardian = guardian.Id, until });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }

    /// <summary>When the guardianship ends (UTC): the beginning of the eighteenth birthday where the operator is.</summary>
    internal static Outcome<DateTime> UntilMajority(Party child, Party guardian, DateTime now, TimeZoneInfo zone)
    {
        if (child.Id == guardian.Id) return Refusal.Invalid("guardian.same_person", "guardian");
        if (child.BirthDate is not { } born) return Refusal.Invalid("guardian.birth_date_unknown", "child");
        var until = Birthday(born, zone);
        if (until <= now) return Refusal.Conflict("guardian.child_of_age");
        if (guardian.BirthDate is { } older && Birthday(older, zone) > now) return Refusal.Invalid("guardian.under_age", "guardian");
        return until;
    }

    static DateTime Birthday(DateOnly born, TimeZoneInfo zone) => TimeZoneInfo.ConvertTimeToUtc(born.AddYears(Majority).ToDateTime(TimeOnly.MinValue), zone);
}
