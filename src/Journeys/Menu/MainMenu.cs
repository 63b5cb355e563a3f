using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>The main menu: a journey of one choice, what was begun elsewhere first.</summary>
internal sealed class MainMenu(ListJourneysHandler journeys, ListOpenJourneysHandler open) : IJourneyWork
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
        var begun = await open.HandleAsync(MostResumable, caller, ct);
        var offered = await journeys.HandleAsync(caller, ct);
        return new Facts
        {
            Options =
            [
                .. begun.Select(b => new Option(b.SessionId.ToString("N"), Text.Of("journey.menu.resume", ("journey", b.Title), ("channel", b.Channel), ("at", b.TouchedAt)))),
                .. offered.Select(j => new Option(j.Name, j.Title, Words: j.Words)),
            ],
        };
    }

    public Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct) =>
        throw new NotSupportedException("A menu leads on; it submits nothing.");
}
