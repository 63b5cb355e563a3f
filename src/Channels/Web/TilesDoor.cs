using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Channels.Web;

/// <summary>Moves, hides and shows tiles, one press at a time.</summary>
static class TilesDoor
{
    internal static void MapTiles(this IEndpointRouteBuilder routes) => routes.MapPost("/me/tiles", MoveAsync).RequireAuthorization();

    static async Task<IResult> MoveAsync([FromForm] string move, [FromForm] string tiles, KeepPreferencesHandler keep, Caller caller, CancellationToken ct)
    {
        if (move.Split(':', 2) is not [var how, var key] || Tile.All.All(t => t.Key != key)) return Results.LocalRedirect("/me/tiles");
        var order = tiles.Split(',').Where(k => Tile.All.Any(t => t.Key == k)).Distinct(StringComparer.Ordinal).ToList();
        await keep.HandleAsync(new KeepPreferences(Tiles: Moved(order, how, key)), caller, ct);
        return Results.LocalRedirect("/me/tiles#" + key);
    }

    internal static IReadOnlyList<string> Moved(List<string> order, string how, string key)
    {
        var at = order.IndexOf(key);
        switch (how)
        {
            case "show" when at < 0: order.Add(key); break;
            case "hide" when at >= 0 && order.Count > 1: order.RemoveAt(at); break;
            case "up" when at > 0: (order[at - 1], order[at]) = (order[at], order[at - 1]); break;
            case "down" when at >= 0 && at < order.Count - 1: (order[at + 1], order[at]) = (order[at], order[at + 1]); break;
        }
        return order;
    }
}
