using Wangting.Customers;

namespace Wangting.Channels.Web;

/// <summary>An entry of a menu.</summary>
sealed record Place(string Href, string Text, string Icon);

/// <summary>Where the frame leads, by class of customer: across the top, and in the dock under a thumb.</summary>
sealed record Menu(IReadOnlyList<Place> Across, IReadOnlyList<Place> Dock)
{
    static readonly Place
        Home = new("/", "web.nav.home", "home"), Do = new("/j", "web.nav.do", "do"), Bills = new("/bills", "web.nav.bills", "bill"), Usage = new("/usage", "web.nav.usage", "usage"),
        TopUp = new("/j/pay", "web.nav.top_up", "pay"), Help = new("/help", "web.nav.help", "talk"), Me = new("/me", "web.nav.me", "me"), Firm = new("/organisation", "web.nav.firm", "firm");

    // Who looks after an organisation comes for its accounts, a brand's member for what is left; everybody else for their own line.
    static readonly Menu
        Person = new([Home, Do, Bills, Usage, Help], [Home, Do, Bills, Help, Me]),
        Enterprise = new([Home, Firm, Bills, Do, Usage, Help], [Home, Firm, Bills, Do, Me]),
        Brand = new([Home, TopUp, Usage, Bills, Do, Help], [Home, TopUp, Usage, Do, Me]);

    public static Menu Of(ReaderView? reader) => reader switch
    {
        { OrganisationId: not null } => Enterprise,
        { Class: CustomerClass.Brand } => Brand,
        _ => Person,
    };
}
