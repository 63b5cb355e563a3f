using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Wangting.Channels.Web.Fault;

/// <summary>What a reader sees when something broke or is not there. A fault's page asks nothing of the database, which may
/// be what broke: it is drawn without session, form or query.</summary>
static class FaultPage
{
    internal static IApplicationBuilder UseFaultPage(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // The request's own scope has begun to draw a page already, and a scope draws one.
            CreateScopeForErrors = true,
            ExceptionHandler = http => WantsPage(http) ? new RazorComponentResult<FaultRoot> { StatusCode = StatusCodes.Status500InternalServerError }.ExecuteAsync(http) : Task.CompletedTask,
        });
        app.UseStatusCodePagesWithReExecute("/problem/{0}", createScopeForStatusCodePages: true);
        return app.Use((http, next) =>
        {
            // Programs get the bare status.
            if (!WantsPage(http) && http.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            return next(http);
        });
    }

    static bool WantsPage(HttpContext http) => http.Request.Headers.Accept.Any(a => a?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
