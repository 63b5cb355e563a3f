using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Checks the PIN keyed in on the hotline, for the number the caller speaks from or has named. The proof is the
/// dialogue's to keep.</summary>
/// <param name="TenureId">From <see cref="FindLineUser"/>; null for a number nobody here uses, which takes as long.</param>
public sealed record ProveByVoicePin(Guid? TenureId, string? Pin);

public sealed class ProveByVoicePinHandler(PortalDbContext db, TimeProvider clock, Limiter limiter, VoicePins pins)
{
    public async Task<Outcome<Proof>> HandleAsync(ProveByVoicePin command, Caller caller, CancellationToken ct)
    {
        if (command.Pin is not { Length: > 0 and <= 20 } pin) return Refusal.Invalid("pin.six_digits", nameof(command.Pin));
        // Counted before looking, right ones too: parallel guesses each take one. Only this way in closes for a while; a code
        // to the line and everything on the web stay open to its user.
        if (await limiter.TakeAsync(ct, (LimitName.VoicePin, command.TenureId?.ToString("N") ?? caller.Address ?? "")) is { } tooOften) return tooOften;
        var now = clock.GetUtcNow().UtcDateTime;
        var handle = await db.Set<NumberHandle>().AsNoTracking().LiveAt(now).SingleOrDefaultAsync(h => h.Id == command.TenureId && h.SubjectId != null, ct);
        if (!pins.Matches(handle, pin)) return Refusal.NotAllowed("pin.wrong");
        if (await db.Set<Subject>().AnyAsync(s => s.Id == handle!.SubjectId && s.ClosedAt != null, ct)) return Refusal.NotAllowed("sign_in.closed");

        db.Audit(caller, clock, "proven_by_pin", "number", handle!.Id.ToString(), handle.SubjectId!.Value);
        await db.SaveChangesAsync(ct);
        return new Proof(Assurance.Proven, now);
    }
}
