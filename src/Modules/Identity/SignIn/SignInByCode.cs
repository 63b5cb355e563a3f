using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

public sealed record SignInByCode(Guid Ticket, string? Code, Browser Browser);

public sealed class SignInByCodeHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets, OpenSession open)
{
    public async Task<Outcome<SignedIn>> HandleAsync(SignInByCode command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var found = await db.Set<OneTimeCode>().Where(c => c.Id == command.Ticket && c.Purpose == CodePurpose.SignIn).Select(c => new
        {
            Code = c,
            IsTheirs = c.TenureId == null || db.Set<NumberHandle>().LiveAt(now).Any(h => h.Id == c.TenureId && h.SubjectId == c.SubjectId),
            IsClosed = db.Set<Subject>().Any(s => s.Id == c.SubjectId && s.ClosedAt != null),
        }).SingleOrDefaultAsync(ct);
        if (found is not { Code: var code }) return Refusal.NotAllowed("code.expired");
        if (code.Try(command.Code, digits => SendCode.HashOf(secrets, code.Id, digits), now) is { } no) return await db.SaveTryAsync(no, ct);
        // The number may have passed to somebody else while the message was on its way.
        if (!found.IsTheirs) return await db.SaveTryAsync(Refusal.NotAllowed("code.expired"), ct);
        if (found.IsClosed) return await db.SaveTryAsync(Refusal.NotAllowed("sign_in.closed"), ct);

        var signedIn = await open.AddAsync(code.SubjectId!.Value, code.TenureId, command.Browser, caller, code.IsByMail ? ProofMethod.EmailCode : ProofMethod.Code, null, ct);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.Conflict("code.used"); } // the same code, a moment earlier
        return signedIn;
    }
}
