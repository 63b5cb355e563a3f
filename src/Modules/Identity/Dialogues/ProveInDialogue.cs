using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Checks a code inside a dialogue that has no signed-in session: SMS, USSD, voice, a terminal. The proof it gives
/// is the dialogue's to keep.</summary>
/// <param name="Ticket">From <see cref="AskForCode"/> with <see cref="CodePurpose.Prove"/>.</param>
public sealed record ProveInDialogue(Guid Ticket, string Code);

public sealed class ProveInDialogueHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets)
{
    public async Task<Outcome<Proof>> HandleAsync(ProveInDialogue command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var code = await db.Set<OneTimeCode>().SingleOrDefaultAsync(c => c.Id == command.Ticket && c.Purpose == CodePurpose.Prove && c.AskedBy == caller.SubjectId, ct);
        if (code is null) return Refusal.NotAllowed("code.expired");
        if (code.Try(command.Code, digits => SendCode.HashOf(secrets, code.Id, digits), now) is { } no) return await db.SaveTryAsync(no, ct);
        if (code.SubjectId != caller.SubjectId) return await db.SaveTryAsync(Refusal.NotAllowed("code.expired"), ct);
        db.Audit(caller, clock, "proven_in_dialogue", "session", command.Ticket.ToString(), caller.SubjectId);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.Conflict("code.used"); } // the same code, a moment earlier
        return new Proof(Assurance.Proven, now, ByLine: !code.IsByMail);
    }
}
