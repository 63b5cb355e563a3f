using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>The main menu: a journey of one choice, made from the one list of journeys. First what was begun elsewhere, then
/// what this person uses most, then the rest in the book's order.</summary>
internal sealed class MainMenu(PortalDbContext db, JourneyBook book, ListOpenJourneysHandler open) : IJourneyWork
{
    const int MostResumable = 2;

    public static Journey Form { get; } = new()
    {
        Name = "menu",
        IsMenu = true,
        Needs = Assurance.None,
        Words = ["菜单", "menu"],
        DialCode = "*100#",
        Fields = [new("journey", FieldKind.Choice)],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        var begun = caller.Channel == Channel.Web ? [] : await open.HandleAsync(MostResumable, caller, ct);
        var off = await db.Set<JourneySwitch>().AsNoTracking().Select(s => s.Journey).ToListAsync(ct);
        var used = await db.Set<JourneyUse>().AsNoTracking().Where(u => u.SubjectId == caller.SubjectId).ToDictionaryAsync(u => u.Journey, u => u.Times, ct);
        var journeys = book.All.Where(j => !j.IsMenu && j.IsOfferedIn(caller.Channel) && !off.Contains(j.Name)).OrderByDescending(j => used.GetValueOrDefault(j.Name));
        return new Facts
        {
            Options =
            [
                .. begun.Select(b => new Option(b.SessionId.ToString("N"), Text.Of("journey.menu.resume", ("journey", b.Title), ("channel", b.Channel), ("at", b.TouchedAt)))),
                .. journeys.Select(j => new Option(j.Name, j.Title, Words: j.Words)),
            ],
        };
    }

    public Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct) =>
        throw new NotSupportedException("A menu leads on; it submits nothing.");
}
