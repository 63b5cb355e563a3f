using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>What the caller wants to be told by which means. Security and service notices cannot be declined.</summary>
/// <param name="Reason">How it was said: <c>page</c>, <c>sms</c>, <c>desk</c>.</param>
public sealed record SetPreference(NoticeClass Class, Medium Medium, bool Wanted, string Reason);

public sealed class SetPreferenceHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(SetPreference command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return Refusal.NotAllowed("notice.sign_in_first");
        if (NoticeRules.MustGo(command.Class) && !command.Wanted) return Refusal.Invalid("notice.cannot_be_declined", nameof(command.Wanted));
        var row = await db.Set<Preference>().SingleOrDefaultAsync(p => p.PersonId == caller.SubjectId && p.Class == command.Class && p.Medium == command.Medium, ct);
        if (row is null)
        {
            row = new Preference { PersonId = caller.SubjectId, Class = command.Class, Medium = command.Medium, Reason = command.Reason };
            db.Add(row);
        }
        (row.Wanted, row.Reason, row.ChangedAt) = (command.Wanted, command.Reason, clock.GetUtcNow().UtcDateTime);
        db.Audit(caller, clock, "preference_set", "preference", $"{command.Class}.{command.Medium}", caller.SubjectId, details: new { command.Wanted, command.Reason });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
