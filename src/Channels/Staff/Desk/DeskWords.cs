using Wangting.Channels.Web;
using Wangting.Customers;

namespace Wangting.Channels.Staff.Desk;

static class DeskWords
{
    /// <summary>A masked name; where none is known the number an older system gave, never an invented name.</summary>
    public static string NameOf(Look look, string? name, string? externalId, Guid id) =>
        name ?? look.Say("desk.unnamed", ("id", externalId ?? "…" + id.ToString("N")[^8..]));

    public static string Document(Look look, string type) => look.Texts.Has(look.Language, "document.type." + type) ? look.Say("document.type." + type) : type;

    /// <summary>What a grant allows, as words in a row.</summary>
    public static string Rights(Look look, Right rights) => rights == Right.All ? look.Say("desk.right.All")
        : string.Join(look.Say("web.list"), Enum.GetValues<Right>().Where(r => r is not (Right.None or Right.All) && rights.HasFlag(r)).Select(r => look.Say("desk.right." + r)));
}
