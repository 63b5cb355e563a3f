using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>What the scanning phone is shown before it says yes.</summary>
public sealed record ViewQrSignIn(Guid Id);

public sealed record QrQuestion(Guid Id, string Browser, string? Address, DateTime CreatedAt, bool Open);

public sealed class ViewQrSignInHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<QrQuestion>> HandleAsync(ViewQrSignIn query, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return Refusal.NotAllowed("sign_in.first");
        var now = clock.GetUtcNow().UtcDateTime;
        var found = await db.Set<QrSignIn>().AsNoTracking().Where(q => q.Id == query.Id)
            .Select(q => new QrQuestion(q.Id, q.Browser, q.Address, q.CreatedAt, q.ExpiresAt > now && q.ConfirmedAt == null && q.RefusedAt == null)).SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound("qr.expired") : found;
    }
}
