using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Whether the person has already let a client have these scopes.</summary>
public sealed class HasConsented(PortalDbContext db)
{
    public async Task<bool> HandleAsync(Guid clientId, IReadOnlyList<string> scopes, Caller caller, CancellationToken ct) =>
        await db.Set<ClientConsent>().AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == caller.SubjectId && c.ClientId == clientId, ct) is { } consent && consent.Covers(scopes);
}

/// <summary>The person lets a client of another firm have these scopes, besides what it has.</summary>
public sealed record ConsentToClient(Guid ClientId, IReadOnlyList<string> Scopes);

public sealed class ConsentToClientHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(ConsentToClient command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return Refusal.NotAllowed("session.needed");
        var consent = await db.Set<ClientConsent>().SingleOrDefaultAsync(c => c.PersonId == caller.SubjectId && c.ClientId == command.ClientId, ct);
        if (consent is null) db.Add(consent = new ClientConsent { Id = Guid.CreateVersion7(), PersonId = caller.SubjectId, ClientId = command.ClientId });

        IEnumerable<string> had = consent.WithdrawnAt is null ? consent.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        consent.Scopes = string.Join(' ', had.Union(command.Scopes, StringComparer.Ordinal));
        consent.GivenAt = clock.GetUtcNow().UtcDateTime;
        consent.WithdrawnAt = null;
        db.Audit(caller, clock, "client_consented", "client", command.ClientId.ToString(), party: caller.SubjectId, details: new { consent.Scopes });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}

/// <summary>The person takes it back: the client's tokens end with it.</summary>
public sealed record WithdrawClientConsent(Guid ClientId);

public sealed class WithdrawClientConsentHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(WithdrawClientConsent command, Caller caller, CancellationToken ct)
    {
        var consent = await db.Set<ClientConsent>().SingleOrDefaultAsync(c => c.PersonId == caller.SubjectId && c.ClientId == command.ClientId && c.WithdrawnAt == null, ct);
        if (consent is null) return Refusal.NotFound("consent.unknown");
        var grants = await db.Set<ClientGrant>().Where(g => g.PersonId == caller.SubjectId && g.ClientId == command.ClientId && g.EndedAt == null).ToListAsync(ct);

        consent.WithdrawnAt = clock.GetUtcNow().UtcDateTime;
        foreach (var grant in grants) grant.EndedAt = consent.WithdrawnAt;
        db.Audit(caller, clock, "client_consent_withdrawn", "client", command.ClientId.ToString(), party: caller.SubjectId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}

/// <summary>A client that has a person's consent.</summary>
public sealed record ConsentedClient(Guid ClientId, LocalText Name, IReadOnlyList<string> Scopes, DateTime GivenAt);

public sealed class ListConsentedClients(PortalDbContext db)
{
    public async Task<IReadOnlyList<ConsentedClient>> HandleAsync(Caller caller, CancellationToken ct)
    {
        var rows = await db.Set<ClientConsent>().Where(c => c.PersonId == caller.SubjectId && c.WithdrawnAt == null)
            .Join(db.Set<Client>(), c => c.ClientId, c => c.Id, (consent, client) => new { client.Id, client.Name, consent.Scopes, consent.GivenAt })
            .OrderBy(c => c.GivenAt).ToListAsync(ct);
        return [.. rows.Select(r => new ConsentedClient(r.Id, r.Name, r.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries), r.GivenAt))];
    }
}
