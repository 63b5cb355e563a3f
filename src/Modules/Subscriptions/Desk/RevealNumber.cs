using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Shows the whole number of an opened customer's line, once; the reason stands in the audit log.</summary>
public sealed record RevealNumber(Guid PartyId, Guid LineId, string? Reason);

public sealed class RevealNumberHandler(PortalDbContext db, Limiter limiter, TimeProvider clock)
{
    public async Task<Outcome<string>> HandleAsync(RevealNumber command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.Reveal) is { } lacking) return lacking;
        var open = Opened.Within(db, Opened.Parties(db, caller with { ActingFor = command.PartyId }, clock.GetUtcNow().UtcDateTime), caller, CustomersPermissions.Reveal);
        var found = await (from line in db.Set<Line>().Where(l => l.Id == command.LineId && (open.Contains(l.HolderPartyId) || (l.UserPersonId != null && open.Contains(l.UserPersonId.Value))))
                           join tenure in db.Set<Tenure>().Where(t => t.To == null) on line.Id equals tenure.LineId
                           select tenure.Value).FirstOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound("reveal.nothing");
        if (Revealing.Wrong(command.Reason) is { } wrong) return wrong;
        var tooOften = await limiter.TakeAsync("reveal.too_often", ct, (LimitName.DeskReveal, caller.SubjectId.ToString()));

        db.Audit(caller, clock, tooOften is null ? "field_revealed" : "reveal_refused", "product", command.LineId.ToString(), command.PartyId, command.Reason!.Trim(), new { Field = "Number" });
        await db.SaveChangesAsync(ct);
        return tooOften is null ? found : tooOften;
    }
}
