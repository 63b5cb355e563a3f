using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

public sealed record SignInByCode(Guid Ticket, string? Code, Browser Browser);

public sealed class SignInByCodeHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets, OpenSession open)
{
    public async Task<Outcome<SignedIn>> HandleAsync(SignInByCode command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var code = await db.Set<OneTimeCode>().SingleOrDefaultAsync(c => c.Id == command.Ticket && c.Purpose == CodePurpose.SignIn, ct);
        if (code is null) return Refusal.NotAllowed("code.expired");
        if (code.Try(command.Code, digits => SendCode.HashOf(secrets, code.Id, digits), now) is { } no) return await db.SaveTryAsync(no, ct);
        // The number may have passed to somebody else while the message was on its way.
        if (code.TenureId is { } tenure && !await db.Set<NumberHandle>().LiveAt(now).AnyAsync(h => h.Id == tenure && h.SubjectId == code.SubjectId, ct))
            return await db.SaveTryAsync(Refusal.NotAllowed("code.expired"), ct);
        if (await db.Set<Subject>().AnyAsync(s => s.Id == code.SubjectId && s.ClosedAt != null, ct)) return await db.SaveTryAsync(Refusal.NotAllowed("sign_in.closed"), ct);

        var signedIn = await open.AddAsync(code.SubjectId!.Value, code.TenureId, command.Browser, caller, code.IsByMail ? ProofMethod.EmailCode : ProofMethod.Code, null, ct);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.Conflict("code.used"); } // the same code, a moment earlier
        return signedIn;
    }
}
