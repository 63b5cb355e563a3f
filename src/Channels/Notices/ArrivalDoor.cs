using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wangting.Notices;

namespace Wangting.Channels.Notices;

/// <summary>Where Kannel tells what became of a message it took. Open to nobody but Kannel: it must come from one of its
/// addresses and know the seal that went out with the message; all else finds no such page.</summary>
public static class ArrivalDoor
{
    public static IEndpointRouteBuilder MapArrivals(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ArrivalAddresses.Path, HearAsync).AllowAnonymous();
        return routes;
    }

    // Kannel asks again (http-request-retry) until it hears a yes; a report about nothing must not come for ever, so it
    // gets its 404 and nothing else.
    static async Task<IResult> HearAsync(Guid id, string seal, int? type, HttpContext http, ArrivalAddresses addresses, RecordArrivalHandler record, CancellationToken ct) =>
        type is { } report && addresses.Hears(http.Connection.RemoteIpAddress) && (await record.HandleAsync(new(id, seal, KannelReports.ArrivalOf(report)), ct)).Succeeded ? Results.NoContent() : Results.NotFound();
}
