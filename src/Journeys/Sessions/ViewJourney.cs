using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Looks at a conversation, or at the first screen of one not yet begun, without leaving a trace: for pages that
/// are fetched with GET, prefetched and reloaded.</summary>
public sealed record ViewJourney(Guid SessionId, bool Wide, Input.Enter? Begin = null);

public sealed class ViewJourneyHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets, IServiceScopeFactory scopes, Interpreter interpreter, JourneyBook book)
{
    public async Task<Outcome<Taken>> HandleAsync(ViewJourney query, Caller caller, CancellationToken ct)
    {
        var row = await db.Set<JourneySession>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == query.SessionId, ct);
        if (row is not null ? !row.IsFor(caller, clock.GetUtcNow().UtcDateTime) : query.Begin is null) return Refusal.NotFound("journey.not_found");
        await using var scope = scopes.CreateAsyncScope();
        var walk = new Walk(interpreter, scope, clock, caller, query.Wide);
        var session = row is null ? TakeUp.Begin(query.SessionId, caller, book) : TakeUp.In(row.Open(secrets), caller, book);
        if (query.Wide) session = session with { AtHuman = false };
        var show = (Step.Show)await walk.GoAsync(session, row is null ? query.Begin! : new Input.Look(), ct);
        return new Taken(show.Session, row?.Version ?? 0, show.Screen);
    }
}
