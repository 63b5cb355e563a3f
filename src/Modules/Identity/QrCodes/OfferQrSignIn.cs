using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>A browser offers itself to be signed in by a phone that is.</summary>
public sealed record OfferQrSignIn(string BrowserName);

/// <param name="Id">Goes into the picture.</param>
/// <param name="Secret">Stays with the waiting browser.</param>
public sealed record QrOffer(Guid Id, string Secret, DateTime ExpiresAt);

public sealed class OfferQrSignInHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets, Limiter limiter, IOptions<SignInRules> rules)
{
    public async Task<Outcome<QrOffer>> HandleAsync(OfferQrSignIn command, Caller caller, CancellationToken ct)
    {
        if (await limiter.TakeAsync(ct, (LimitName.QrAddress, caller.Address ?? "")) is { } tooOften) return tooOften;
        var now = clock.GetUtcNow().UtcDateTime;
        var secret = Tickets.Key();
        var offer = new QrSignIn
        {
            Id = Tickets.New(),
            SecretHash = secrets.Hash(QrSignIn.Purpose, secret),
            Browser = command.BrowserName,
            Address = caller.Address,
            CreatedAt = now,
            ExpiresAt = now + rules.Value.QrLifetime,
        };
        db.Add(offer);
        await db.SaveChangesAsync(ct);
        return new QrOffer(offer.Id, secret, offer.ExpiresAt);
    }
}
