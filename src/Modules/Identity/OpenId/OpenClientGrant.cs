using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>A signed-in person is sent back to a client with a code: opens the grant that the code stands for.</summary>
public sealed record OpenClientGrant(Guid ClientId, IReadOnlyList<string> Scopes);

public sealed class OpenClientGrantHandler(PortalDbContext db, TimeProvider clock)
{
    /// <returns>The grant's id, to stand in the code.</returns>
    public async Task<Outcome<Guid>> HandleAsync(OpenClientGrant command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson || caller.SessionId is not { } session) return Refusal.NotAllowed("session.needed");
        var now = clock.GetUtcNow().UtcDateTime;
        var grant = new ClientGrant
        {
            Id = Guid.CreateVersion7(),
            ClientId = command.ClientId,
            PersonId = caller.SubjectId,
            SessionId = session,
            Scopes = string.Join(' ', command.Scopes),
            OpenedAt = now,
            TurnedAt = now,
        };
        db.Add(grant);
        db.Audit(caller, clock, "client_grant_opened", "client", command.ClientId.ToString(), party: caller.SubjectId);
        await db.SaveChangesAsync(ct);
        return grant.Id;
    }
}
