using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Channels.Web;

/// <summary>The bill as a file.</summary>
static class BillPdfDoor
{
    internal static void MapBillPdf(this IEndpointRouteBuilder routes) => routes.MapGet("/bills/{number}.pdf", FetchAsync).RequireAuthorization();

    static async Task<IResult> FetchAsync(string number, BillPdf pdf, Caller caller, Look look, HttpContext http, CancellationToken ct)
    {
        if (!(await pdf.HandleAsync(new ViewBill(number), caller, ct)).IsRefused(out var why, out var file))
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.File(file.Content, "application/pdf", file.Name);
        }
        return why.Kind == RefusalKind.Unavailable
            ? Results.Text(look.Say(why), "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.NotFound();
    }
}
