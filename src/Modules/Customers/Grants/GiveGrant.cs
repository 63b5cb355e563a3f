using Microsoft.EntityFrameworkCore;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Lets another person see or pay one of the caller's accounts, from now until a day.</summary>
/// <param name="Number">The other person's telephone number, as typed.</param>
/// <param name="Rights">Of pay, see bill, see details; never more than the caller has.</param>
/// <param name="Until">Last day, in the operator's zone.</param>
/// <param name="ConsentShown">The sentence the caller agreed to, kept word for word.</param>
public sealed record GiveGrant(string AccountNumber, string? Number, Right Rights, DateOnly Until, string ConsentShown);

public sealed class GiveGrantHandler(PortalDbContext db, TimeProvider clock, FindPersonByNumber findPerson, Texts texts)
{
    const Right MayBeGiven = Right.Pay | Right.SeeBill | Right.SeeDetails;
    static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    public async Task<Outcome<Guid>> HandleAsync(GiveGrant command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var mine = Granted.Accounts(db, caller, command.Rights | Right.Delegate, now);
        var account = await db.Set<Account>().AsNoTracking().Where(a => a.Number == command.AccountNumber && caller.Kind == CallerKind.Person && mine.Contains(a.Id))
            .Select(a => new { a.Id, a.HolderPartyId }).SingleOrDefaultAsync(ct);
        if (account is null) return Refusal.NotFound("account.not_found");
        if (caller.Needs(Assurance.Proven, Fresh, now) is { } prove) return prove;
        if (command.Rights == Right.None || (command.Rights & ~MayBeGiven) != 0) return Refusal.Invalid("delegation.no_rights", nameof(command.Rights));
        var until = TimeZoneInfo.ConvertTimeToUtc(command.Until.AddDays(1).ToDateTime(TimeOnly.MinValue), texts.Zone);
        if (until <= now || until > now.AddYears(2)) return Refusal.Invalid("delegation.until", nameof(command.Until));
        if ((await findPerson.HandleAsync(command.Number, caller, ct)).IsRefused(out var no, out var person)) return no;
        if (person == caller.SubjectId) return Refusal.Invalid("delegation.to_self", nameof(command.Number));
        if (!await db.Set<Party>().AnyAsync(p => p.Id == person && p.Kind == PartyKind.Person, ct)) return Refusal.Invalid("delegation.person_unknown", nameof(command.Number));
        if (await db.Set<Grant>().AnyAsync(g => g.PersonId == person && g.AccountId == account.Id && g.Basis == GrantBasis.Delegate && (g.To == null || g.To > now), ct))
            return Refusal.Conflict("delegation.already_given");

        var consent = new Consent { Id = Guid.CreateVersion7(), PartyId = caller.SubjectId, Purpose = "delegation", TextShown = command.ConsentShown, Channel = caller.Channel, GivenAt = now };
        var grant = new Grant
        {
            Id = Guid.CreateVersion7(), PersonId = person, AccountId = account.Id, Rights = command.Rights, Basis = GrantBasis.Delegate, From = now, To = until, ConsentId = consent.Id, GivenBy = caller.SubjectId,
        };
        db.AddRange(consent, grant);
        db.Audit(caller, clock, "grant_given", "grant", grant.Id.ToString(), account.HolderPartyId, details: new { rights = command.Rights.ToString(), command.Until });
        await db.SaveChangesAsync(ct);
        return grant.Id;
    }
}
