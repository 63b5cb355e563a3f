using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>By what the caller can show again who they are.</summary>
/// <param name="Needed">Only what reaches this level.</param>
public sealed record ListProofs(Assurance Needed);

/// <param name="CodeTo">Masked number or address a code can go to; null when a code would not do.</param>
/// <param name="SimJustChanged">Why a code would not do, when that is why.</param>
public sealed record ProofChoice(string? CodeTo, bool Password, bool Passkey, bool SimJustChanged);

public sealed class ListProofsHandler(PortalDbContext db, CheckSessionHandler sessions)
{
    public async Task<ProofChoice> HandleAsync(ListProofs query, Caller caller, CancellationToken ct)
    {
        var passkey = await db.Set<Passkey>().AnyAsync(p => p.SubjectId == caller.SubjectId, ct);
        var handle = await db.Set<NumberHandle>().AsNoTracking().Where(h => h.Id == caller.TenureId && h.SubjectId == caller.SubjectId).SingleOrDefaultAsync(ct);
        var email = handle is null ? await db.Set<Subject>().Where(s => s.Id == caller.SubjectId).Select(s => s.Email).SingleOrDefaultAsync(ct) : null;
        var newSim = caller.SessionId is { } id && await sessions.HandleAsync(new CheckSession(id), ct) is { SimJustChanged: true };
        var readable = handle is { Kind: IdentifierKind.Mobile or IdentifierKind.Iot };
        // Right after a change of SIM a code is one half of two factors still, when there is a password for the other.
        var codeHelps = readable && (!newSim || (query.Needed == Assurance.Strong && handle!.PasswordHash is not null));
        return new(codeHelps ? handle!.Identifier.Masked : email is null ? null : Mask.Email(email), handle?.PasswordHash is not null, passkey, newSim);
    }
}
