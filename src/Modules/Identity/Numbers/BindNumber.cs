using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Adds a further number to the caller's own, proven by a code sent to it.</summary>
public sealed record BindNumber(Guid Ticket, string? Code);

/// <summary>A person holds a further line in the hand. Customers turns it into rights.</summary>
public sealed record NumberBound(Guid SubjectId, Guid TenureId, DateTime At);

public sealed class BindNumberHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets)
{
    public async Task<Outcome<ServiceIdentifier>> HandleAsync(BindNumber command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return Refusal.NotAllowed("sign_in.first");
        var now = clock.GetUtcNow().UtcDateTime;
        var code = await db.Set<OneTimeCode>().SingleOrDefaultAsync(c => c.Id == command.Ticket && c.Purpose == CodePurpose.BindNumber && c.AskedBy == caller.SubjectId, ct);
        if (code is null) return Refusal.NotAllowed("code.expired");
        if (code.Try(command.Code, digits => SendCode.HashOf(secrets, code.Id, digits), now) is { } no) return await db.SaveTryAsync(no, ct);
        var handle = await db.Set<NumberHandle>().LiveAt(now).SingleOrDefaultAsync(h => h.Id == code.TenureId, ct);
        if (handle is null) return await db.SaveTryAsync(Refusal.NotAllowed("code.expired"), ct);
        if (handle.SubjectId == caller.SubjectId || await db.Set<NumberBinding>().AnyAsync(b => b.SubjectId == caller.SubjectId && b.TenureId == handle.Id && b.EndedAt == null, ct))
            return await db.SaveTryAsync(Refusal.Conflict("number.already_yours"), ct);

        db.Add(new NumberBinding { Id = Guid.CreateVersion7(), SubjectId = caller.SubjectId, TenureId = handle.Id, BoundAt = now });
        db.Tell(new NumberBound(caller.SubjectId, handle.Id, now), clock);
        // The line's own user is told in "who looked at my data".
        db.Audit(caller, clock, "number_bound", "number", handle.Id.ToString(), handle.SubjectId);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.Conflict("code.used"); }
        catch (DbUpdateException failure) when (db.IsDuplicateKey(failure)) { return Refusal.Conflict("number.already_yours"); }
        return handle.Identifier;
    }
}
