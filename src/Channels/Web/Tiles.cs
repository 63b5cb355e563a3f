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
    ];

    const int First = 8;

    /// <summary>The person's own order; before they made one, the first eight.</summary>
    public static IReadOnlyList<Tile> Chosen(IReadOnlyList<string> kept) =>
        kept.Count == 0 ? [.. All.Take(First)] : [.. kept.Select(k => All.FirstOrDefault(t => t.Key == k)).OfType<Tile>()];
}
