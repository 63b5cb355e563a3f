using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The signed-in phone says yes or no. With yes it lends its own proof, at its own age: never more than it has.</summary>
public sealed record AnswerQrSignIn(Guid Id, bool Yes);

public sealed class AnswerQrSignInHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(AnswerQrSignIn command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (!caller.IsPerson || caller.SessionId is null) return Refusal.NotAllowed("sign_in.first");
        var offer = await db.Set<QrSignIn>().SingleOrDefaultAsync(q => q.Id == command.Id, ct);
        if (offer is null || offer.ExpiresAt <= now || offer.ConfirmedAt is not null || offer.RefusedAt is not null) return Refusal.NotFound("qr.expired");
        if (command.Yes)
        {
            (offer.ConfirmedAt, offer.SubjectId, offer.TenureId) = (now, caller.SubjectId, caller.TenureId);
            (offer.Level, offer.ProvenAt, offer.ByLine) = (caller.Proof.Level, caller.Proof.At, caller.Proof.ByLine);
            db.Audit(caller, clock, "qr_confirmed", "qrSignIn", offer.Id.ToString(), caller.SubjectId, details: new { offer.Browser });
        }
        else offer.RefusedAt = now;
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.NotFound("qr.expired"); } // answered twice at the same moment
        return Done.Yes;
    }
}
