using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Who reads: what a hall needs to greet somebody and choose menu, theme and tiles.</summary>
/// <param name="Name">Masked; null when no name is known.</param>
/// <param name="OrganisationId">An organisation this person administers, if any.</param>
/// <param name="Look">As they last switched the hall, on whatever device; null when they never did.</param>
public sealed record ReaderView(Guid PersonId, string? Name, CustomerClass Class, string? Brand, int Tier, IReadOnlyList<string> Tiles, Guid? OrganisationId, KeptLook? Look);

/// <param name="Mode"><c>light</c> or <c>dark</c>; null for the system's.</param>
public sealed record KeptLook(string Language, string? Mode, bool Elder);

/// <summary>The person who came, in one query: the frame of a page and the page itself both ask, within one scope.</summary>
/// <remarks>Kept by person: name, class, look and office are theirs alone, and every row of them names the person.</remarks>
public sealed class ViewReader(PortalDbContext db, TimeProvider clock, Changes changes, Kept<Guid, ReaderView> kept)
{
    (Guid Person, ReaderView? View)? read;

    public async Task<ReaderView?> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return null;
        if (read is not { } before || before.Person != caller.SubjectId) read = before = (caller.SubjectId, await ReadAsync(caller, ct));
        return before.View;
    }

    async Task<ReaderView?> ReadAsync(Caller caller, CancellationToken ct)
    {
        if (kept.Find(caller.SubjectId) is { } known) return known;
        var since = changes.Begin();
        if (await AskAsync(caller, ct) is not { } view) return null;
        kept.Keep(view.PersonId, view, since, view.PersonId);
        return view;
    }

    async Task<ReaderView?> AskAsync(Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var found = await (from party in db.Set<Party>().Where(p => p.Id == caller.SubjectId)
                           from customer in db.Set<Customer>().Where(c => c.PartyId == party.Id && c.State == CustomerState.Active).OrderBy(c => c.Since).Take(1).DefaultIfEmpty()
                           from preference in db.Set<Preference>().Where(p => p.PersonId == party.Id).DefaultIfEmpty()
                           select new
                           {
                               party.Name,
                               Class = (CustomerClass?)customer!.Class,
                               customer.Brand,
                               Tier = (int?)customer.Tier,
                               Tiles = preference == null ? null : preference.Tiles,
                               Language = preference == null ? null : preference.Language,
                               Mode = preference == null ? null : preference.Mode,
                               Elder = preference != null && preference.Elder,
                               Organisation = db.Set<Grant>()
                                   .Where(g => g.PersonId == party.Id && g.OrganisationId != null && g.Basis == GrantBasis.Administrator && g.From <= now && (g.To == null || g.To > now))
                                   .OrderBy(g => g.From).Select(g => g.OrganisationId).FirstOrDefault(),
                           }).FirstOrDefaultAsync(ct);
        return found is null ? null : new ReaderView(caller.SubjectId, found.Name is null ? null : Mask.Name(found.Name),
            found.Organisation is not null ? CustomerClass.Enterprise : found.Class ?? CustomerClass.Ordinary, found.Brand, found.Tier ?? 0, found.Tiles ?? [], found.Organisation,
            found.Language is { } language ? new KeptLook(language, found.Mode, found.Elder) : null);
    }
}
