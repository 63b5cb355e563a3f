using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Channels.Payments;

/// <summary>Where gateways and payers come back: the notification, and the way back from a gateway's page.</summary>
public static class PaymentDoors
{
    const int MostBytes = 64 * 1024;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static IEndpointRouteBuilder MapPaymentDoors(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(PaymentAddresses.NotifyPath, NotifyAsync).AllowAnonymous().DisableAntiforgery();
        routes.MapGet(PaymentAddresses.ReturnPath, ReturnAsync).AllowAnonymous();
        routes.MapGet(PaymentAddresses.AgreedPath, AgreedAsync).AllowAnonymous();
        return routes;
    }

    /// <summary>Answers <c>ok</c> only when what it says is stored; everything else makes the gateway say it again.</summary>
    static async Task<IResult> NotifyAsync(string gateway, HttpContext http, IEnumerable<IPaymentGateway> gateways, CancellationToken ct)
    {
        if (gateways.FirstOrDefault(g => g.Name == gateway && g.IsOpen) is not { } speaker) return Results.NotFound();
        if (await BodyAsync(http.Request, ct) is not { } body) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var request = http.Request;
        var message = new GatewayMessage(request.Method, request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.ToUriComponent(),
            name => request.Headers[name].ToString(), body);
        if (speaker.Read(message).IsRefused(out var why, out var news))
            return Results.StatusCode(why.Kind == RefusalKind.Invalid ? StatusCodes.Status400BadRequest : StatusCodes.Status401Unauthorized);
        if (news.Payment is not { } payment) return Results.Text("ok");

        var caller = Caller.System with { Channel = Channel.Api, Address = http.Connection.RemoteIpAddress?.ToString() };
        var settled = await http.RequestServices.GetRequiredService<SettlePaymentHandler>().HandleAsync(new SettlePayment(payment, speaker.Name, news.Told), caller, ct);
        return settled.Succeeded ? Results.Text("ok") : Results.NotFound();
    }

    /// <summary>Asks the gateway itself; what the query string claims is not even read. Then on to the payment's page,
    /// which shows it to its payer alone.</summary>
    static async Task<IResult> ReturnAsync(Guid id, HttpContext http, ReconcilePayment reconcile, TimeProvider clock)
    {
        await PatientlyAsync(http, clock, ct => reconcile.NowAsync(id, ct));
        return Results.Redirect($"/payments/{id:D}", permanent: false, preserveMethod: false);
    }

    /// <summary>The same for a payer who has agreed to be charged again, or not.</summary>
    static async Task<IResult> AgreedAsync(Guid id, HttpContext http, FollowAgreement follow, TimeProvider clock)
    {
        await PatientlyAsync(http, clock, ct => follow.NowAsync(id, ct));
        return Results.Redirect("/auto-pay", permanent: false, preserveMethod: false);
    }

    static async Task PatientlyAsync(HttpContext http, TimeProvider clock, Func<CancellationToken, Task> ask)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, http.RequestAborted);
        try { await ask(either.Token); }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            // A slow gateway: the page says how far it is, and the notification or the next question brings the answer.
        }
    }

    // Null when it is larger than any notification: read up to the limit and no further, whatever its length claims.
    static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MostBytes) return null;
        using var read = new MemoryStream();
        var buffer = new byte[8192];
        for (int count; (count = await request.Body.ReadAsync(buffer, ct)) > 0;)
        {
            read.Write(buffer, 0, count);
            if (read.Length > MostBytes) return null;
        }
        return read.ToArray();
    }
}
