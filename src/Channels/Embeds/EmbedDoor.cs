using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;
using Wangting.Billing;
using Wangting.Channels.SignIn.OpenId;
using Wangting.Channels.Web;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wangting.Channels.Embeds;

/// <summary>Pieces of the hall in other systems' desks. The desk's server asks for a token; its page posts the token into a
/// frame as a form. No cookie is set and no credential ever stands in an address.</summary>
static class EmbedDoor
{
    const string Page = "/embed";
    const int MostBytes = 8192;

    internal static void MapEmbeds(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/embed/tokens", AllowAsync).RequireAuthorization(OpenIdDoor.TokenPolicy).DisableAntiforgery();
        routes.MapMethods(Page, [HttpMethods.Get, HttpMethods.Post], ShowAsync).AllowAnonymous().DisableAntiforgery();
    }

    static async Task<IResult> AllowAsync(HttpContext http, AllowEmbedHandler allow, FindClient clients, Caller caller, Texts texts, CancellationToken ct)
    {
        if (!http.User.HasScope(TokenScopes.Embed) || http.User.GetClaim(Claims.ClientId) is not { } id || await clients.HandleAsync(id, ct) is not { } client)
            return Say(Refusal.NotAllowed("embed.scope"));
        if (await AskedAsync(http.Request, ct) is not { } asked) return Say(Refusal.Invalid("embed.not_json"));
        var machine = caller with { Kind = CallerKind.Machine, Channel = Channel.Api, SubjectId = client.Id };
        return (await allow.HandleAsync(asked, client, machine, ct)).Match(
            given => Results.Json(new { token = given.Token, begin_by = given.BeginBy, action = http.Request.Scheme + "://" + http.Request.Host + Page }, statusCode: StatusCodes.Status201Created), Say);

        IResult Say(Refusal no) => Results.Json(new { error = no.Code, error_description = texts.Say(caller.Language, no) }, statusCode: no.Kind switch
        {
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status400BadRequest,
        });
    }

    // Up to the limit and no further, whatever its length claims.
    static async Task<AllowEmbed?> AskedAsync(HttpRequest request, CancellationToken ct)
    {
        var body = new byte[MostBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, ct);
        if (length > MostBytes) return null;
        try { return JsonSerializer.Deserialize<AllowEmbed>(body.AsSpan(0, length), Json.Plain); }
        catch (JsonException) { return null; }
    }

    static async Task<IResult> ShowAsync(HttpContext http, BeginEmbedHandler begin, FollowEmbed follow, EmbedPieces pieces, Caller caller, Look look, CancellationToken ct)
    {
        var form = http.Request.HasFormContentType && http.Request.ContentLength is <= MostBytes ? await http.Request.ReadFormAsync(ct) : FormCollection.Empty;
        string? Of(string name) => form[name] is [{ Length: > 0 } value] ? value : null;
        look = look.As(new KeptLook(Of("language") ?? look.Language, Of("mode"), false));

        Outcome<EmbedBegun> outcome;
        if (http.Request.Query.Count > 0 || HttpMethods.IsGet(http.Request.Method))
            outcome = (await begin.HandleAsync(new(http.Request.Query["token"], null, null, null, null, InAddress: true), caller, ct)).Refusal is { Code: not "embed.not_ours" } spent ? spent : Refusal.NotAllowed("embed.in_address");
        else if (Of("handle") is { } handle) outcome = await follow.HandleAsync(handle, caller, ct);
        else outcome = await begin.HandleAsync(new(Of("token"), Of("viewer"), Of("customer"), Of("purpose"), http.Request.Headers.Origin), caller, ct);

        if (outcome.IsRefused(out var no, out var begun))
        {
            // Only the desk that the token was made for may frame even the words of a refusal.
            if (no.Details?.GetValueOrDefault("origin") is string registered) Frame(http, registered);
            return Drawn(new EmbedShown(look, null, null, no), StatusCodes.Status403Forbidden);
        }
        Frame(http, begun.Origin);
        return Drawn(await pieces.ReadAsync(begun, look, Of("at"), Of("month"), ct), StatusCodes.Status200OK);
    }

    static RazorComponentResult<EmbedRoot> Drawn(EmbedShown shown, int status) => new(new { Shown = shown }) { StatusCode = status };

    static void Frame(HttpContext http, string origin)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = headers.ContentSecurityPolicy.ToString().Replace("frame-ancestors 'none'", "frame-ancestors " + origin, StringComparison.Ordinal);
        headers.Remove("X-Frame-Options"); // it knows no single origin; browsers that frame know frame-ancestors
        headers.CacheControl = "no-store";
    }
}

/// <summary>What a frame shows.</summary>
public sealed record EmbedShown(Look Look, EmbedBegun? Begun, EmbedData? Data, Refusal? No);

public sealed record EmbedData(IReadOnlyList<AccountMoney>? Accounts, BillView? Bill, UsageView? Usage, DateOnly Today);

/// <summary>Reads a piece as the desk it stands in.</summary>
sealed class EmbedPieces(ListAccountMoney money, ListBillsHandler bills, ViewBillHandler bill, ViewUsageHandler usage, TimeProvider clock)
{
    public async Task<EmbedShown> ReadAsync(EmbedBegun begun, Look look, string? at, string? month, CancellationToken ct)
    {
        switch (begun.Part)
        {
            case EmbedPart.Bill:
                var number = at ?? (await bills.HandleAsync(new ListBills(), begun.Desk, ct)).Bills.Select(b => b.Bill.Number).FirstOrDefault();
                return number is null ? new(look, begun, null, Refusal.NotFound("bill.not_found"))
                    : (await bill.HandleAsync(new ViewBill(number), begun.Desk, ct)).Match(found => new EmbedShown(look, begun, new(null, found, null, found.Today), null), no => new(look, begun, null, no));
            case EmbedPart.Usage:
                DateOnly? day = DateOnly.TryParseExact(month, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var typed) ? typed : null;
                return (await usage.HandleAsync(new ViewUsage(at, day), begun.Desk, ct)).Match(found => new EmbedShown(look, begun, new(null, null, found, found.Today), null), no => new(look, begun, null, no));
            default:
                return new(look, begun, new(await money.HandleAsync(begun.Desk, ct), null, null, look.Texts.DayOf(clock.GetUtcNow().UtcDateTime)), null);
        }
    }
}
