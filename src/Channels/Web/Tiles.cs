using Wangting.Customers;

namespace Wangting.Channels.Web;

/// <summary>A task on the home page.</summary>
/// <param name="Key">Kept in the person's preferences: never renamed.</param>
sealed record Tile(string Key, string Href, string Icon)
{
    public string Text => "tile." + Key;

    public static readonly IReadOnlyList<Tile> All =
    [
        new("pay", "/j/pay", "pay"), new("usage", "/usage", "usage"), new("bills", "/bills", "bill"), new("balance", "/j/balance", "data"),
        new("numbers", "/me/numbers", "sim"), new("security", "/me/security", "lock"), new("tariffs", "/tariffs", "tag"), new("human", "/help#human", "talk"),
        new("history", "/me/history", "history"), new("contacts", "/j/settings", "text"), new("looked", "/me/security#looked", "eye"), new("leave", "/help#leave", "door"),
        new("next", "/bills/next", "wait"), new("plans", "/plans", "ok"),
    ];

    const int First = 8;

    // A brand's members top up and look what is left.
    static readonly string[] BrandFirst = ["pay", "usage", "balance", "tariffs", "bills", "history", "contacts", "human"];

    /// <summary>The person's own order; before they made one, the first eight, or their brand's.</summary>
    public static IReadOnlyList<Tile> Chosen(ReaderView? reader) => reader switch
    {
        { Tiles.Count: > 0 } => Named(reader.Tiles),
        { Class: CustomerClass.Brand } => Named(BrandFirst),
        _ => [.. All.Take(First)],
    };

    static IReadOnlyList<Tile> Named(IEnumerable<string> keys) => [.. keys.Select(k => All.FirstOrDefault(t => t.Key == k)).OfType<Tile>()];
}
