using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>One input in a conversation.</summary>
/// <param name="SessionId">Of a conversation begun, or one to begin under this id (a page's form brings its own, so that
/// sending it twice begins it once).</param>
/// <param name="Seen">The version of the session that the input answers; an answer to a screen that is past is not taken.</param>
/// <param name="Wide">The channel shows all fields at once that do not depend on one another.</param>
/// <param name="Begin">The journey that a new conversation begins in; the menu when null.</param>
public sealed record TakeStep(Guid SessionId, Input Input, int? Seen = null, bool Wide = false, Input.Enter? Begin = null);

/// <param name="Session">For the renderer: which page of a long screen, and its options as numbered.</param>
/// <param name="Version">To come back as <see cref="TakeStep.Seen"/>.</param>
public sealed record Taken(Session Session, int Version, Screen Screen);

/// <summary>Storage around the interpreter. The session is saved before the operation is submitted and after it: between
/// the two lies the confirmation, which must be there whatever becomes of the submit, and the operation saves for itself,
/// with a key that makes a repeat harmless. Two inputs at once meet at the session's version: one of them is taken again.</summary>
public sealed class TakeStepHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets, IServiceScopeFactory scopes, Interpreter interpreter, JourneyBook book)
{
    const int MostAgain = 5;

    public async Task<Outcome<Taken>> HandleAsync(TakeStep command, Caller caller, CancellationToken ct)
    {
        for (var again = 0; ; again++)
        {
            db.ChangeTracker.Clear();
            await using var scope = scopes.CreateAsyncScope();
            var walk = new Walk(interpreter, scope, clock, caller, command.Wide) { SendsCodes = !command.Wide };
            try { return await TakeAsync(command, walk, caller, ct); }
            catch (DbUpdateException failure) when (again < MostAgain && (failure is DbUpdateConcurrencyException || db.IsDuplicateKey(failure)))
            {
                // What was submitted is done: its yes is taken again, and its key gives the same result.
                if (walk.Confirmation is not null) command = command with { Seen = null };
            }
        }
    }

    async Task<Outcome<Taken>> TakeAsync(TakeStep command, Walk walk, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var row = await db.Set<JourneySession>().SingleOrDefaultAsync(s => s.Id == command.SessionId, ct);
        if (row is not null && !row.IsFor(caller, now)) return Refusal.NotFound("journey.not_found");
        var session = row is null ? TakeUp.Begin(command.SessionId, caller, book) : TakeUp.In(row.Open(secrets), caller, book);
        if (row is not null && command.Seen is { } seen && seen != row.Version)
        {
            // A page gone back to and sent again answers its questions anew; anything else to a screen that is past is not taken.
            if (command is not { Wide: true, Input: Input.Answers past } || session.Finished || past.Values.Keys.FirstOrDefault(session.HasAsked) is not { } again)
            {
                var present = (Step.Show)await walk.GoAsync(session, new Input.Look(), ct);
                return new Taken(present.Session, row.Version, present.Screen);
            }
            session = session.Reopen(again);
        }
        if (row is null && command.Begin is { } begin) session = (await walk.GoAsync(session, begin, ct)).Session;
        if (command.Wide) session = session with { AtHuman = false }; // a page's forms all stand open; a person is a link beside them
        walk.SubmittingAsync = (at, confirmation) => SubmittingAsync(row ??= Add(at, now), at, confirmation, now, ct);
        var step = await walk.GoAsync(session, command.Input, ct);
        if (step is Step.Resume other)
        {
            var found = await ResumeJourneyHandler.FindAsync(db, secrets, other.Other, other.Code, caller, now, ct);
            step = found is null || found == row
                ? await walk.GoAsync(other.Session, new Input.Look(), ct, Refusal.NotFound("journey.not_found"))
                : await walk.GoAsync(TakeUp.In(found.Open(secrets), caller, book) with { AtHuman = false }, new Input.Look(), ct);
            if (found is not null && found != row)
            {
                if (row is not null) db.Remove(row);
                (row = found).ResumeHash = null;
            }
        }

        var show = (Step.Show)step;
        // A page sent with mistakes changes nothing: it can be sent again from wherever it still stands open.
        if (command.Wide && show.Screen.Asks.Any(a => a.Error is not null) && walk.Confirmation is null) return new Taken(show.Session, row?.Version ?? 0, show.Screen);
        row ??= Add(show.Session, now);
        row.Keep(secrets, show.Session, now);
        var screen = show.Screen.Kind == ScreenKind.Human ? WithResumeCode(show.Screen, row, now) : show.Screen;
        if (screen.Kind == ScreenKind.Answer && (screen.Journey, show.Session.Run, show.Session.Finished) != (session.Journey, session.Run, session.Finished))
            await CountUseAsync(show.Session, now, ct);
        await db.SaveChangesAsync(ct);
        return new Taken(show.Session, row.Version, screen);
    }

    async Task CountUseAsync(Session session, DateTime now, CancellationToken ct)
    {
        if (session.SubjectId == Guid.Empty) return;
        var use = await db.Set<JourneyUse>().SingleOrDefaultAsync(u => u.SubjectId == session.SubjectId && u.Journey == session.Journey, ct);
        if (use is null) db.Add(use = new JourneyUse { SubjectId = session.SubjectId, Journey = session.Journey });
        use.Times++;
        use.LastAt = now;
    }

    JourneySession Add(Session session, DateTime now)
    {
        var row = new JourneySession { Id = session.Id, Journey = session.Journey, State = "", StartedAt = now, Version = 1 };
        db.Add(row);
        return row;
    }

    async Task<Confirmation> SubmittingAsync(JourneySession row, Session session, Confirmation confirmation, DateTime now, CancellationToken ct)
    {
        row.Keep(secrets, session, now);
        var before = await db.Set<Confirmation>().SingleOrDefaultAsync(c => c.Key == confirmation.Key, ct);
        if (before is null) db.Add(before = confirmation);
        else before.At = now;
        await db.SaveChangesAsync(ct);
        return before;
    }

    Screen WithResumeCode(Screen screen, JourneySession row, DateTime now)
    {
        if (row.Journey == book.Menu.Name) return screen;
        var code = ResumeCode.Make();
        row.ResumeHash = secrets.Hash(JourneySession.ResumePurpose, code);
        row.ResumeUntil = now + ResumeCode.Life;
        return screen with { Lines = [.. screen.Lines, new(Text.Of("journey.human.resume", ("minutes", (int)ResumeCode.Life.TotalMinutes)), Text.Plain(ResumeCode.Shown(code)))] };
    }
}
