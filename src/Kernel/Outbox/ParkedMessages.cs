using Microsoft.EntityFrameworkCore;

namespace Wangting.Kernel;

/// <summary>A message that failed too often and waits for a person. Its body stays unread: it can hold personal data.</summary>
public sealed record ParkedMessage(Guid Id, string Type, DateTime CreatedAt, DateTime ParkedAt, int Attempts, string? LastError);

public sealed class ListParkedMessages(PortalDbContext db)
{
    const int Most = 200;

    public async Task<Outcome<IReadOnlyList<ParkedMessage>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(KernelPermissions.ReadOutbox) is { } lacking) return lacking;
        return await db.Set<OutboxMessage>().AsNoTracking().Where(m => m.ParkedAt != null).OrderBy(m => m.ParkedAt).Take(Most)
            .Select(m => new ParkedMessage(m.Id, m.Type, m.CreatedAt, m.ParkedAt!.Value, m.Attempts, m.LastError)).ToListAsync(ct);
    }
}

/// <summary>Gives a parked message another round of attempts, once its cause is mended.</summary>
public sealed record RetryParkedMessage(Guid Id);

public sealed class RetryParkedMessageHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(RetryParkedMessage command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(KernelPermissions.RetryOutbox) is { } lacking) return lacking;
        var message = await db.Set<OutboxMessage>().SingleOrDefaultAsync(m => m.Id == command.Id && m.ParkedAt != null, ct);
        if (message is null) return Refusal.NotFound("message.not_parked");

        message.ParkedAt = null;
        message.Attempts = 0;
        message.DueAt = clock.GetUtcNow().UtcDateTime;
        db.Audit(caller, clock, "message_retried", "message", message.Id.ToString(), details: new { message.Type });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
