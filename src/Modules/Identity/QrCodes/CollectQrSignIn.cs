using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The waiting browser asks whether the phone has answered.</summary>
public sealed record CollectQrSignIn(Guid Id, string? Secret, Browser Browser);

/// <param name="SignedIn">Null while it is still waiting.</param>
public sealed record QrAnswer(SignedIn? SignedIn, DateTime ExpiresAt);

public sealed class CollectQrSignInHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets, OpenSession open)
{
    public async Task<Outcome<QrAnswer>> HandleAsync(CollectQrSignIn command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var offer = await db.Set<QrSignIn>().SingleOrDefaultAsync(q => q.Id == command.Id, ct);
        var mine = offer is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(offer.SecretHash), Encoding.ASCII.GetBytes(secrets.Hash(QrSignIn.Purpose, command.Secret ?? "")));
        if (offer is null || !mine || offer.ExpiresAt <= now || offer.UsedAt is not null) return Refusal.NotAllowed("qr.expired");
        if (offer.RefusedAt is not null) return Refusal.NotAllowed("qr.refused");
        if (offer.ConfirmedAt is null) return new QrAnswer(null, offer.ExpiresAt);

        offer.UsedAt = now;
        var signedIn = await open.AddAsync(offer.SubjectId!.Value, offer.TenureId, command.Browser, caller, ProofMethod.QrCode, new Proof(offer.Level, offer.ProvenAt!.Value, offer.ByLine), ct);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.NotAllowed("qr.expired"); }
        return new QrAnswer(signedIn, offer.ExpiresAt);
    }
}
