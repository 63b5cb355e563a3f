using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Channels.Web.Drawn;
using Wangting.Channels.Web.Parts;
using Wangting.Kernel;

namespace Wangting.Channels.Web;

/// <summary>The web hall: pages rendered on the server, one design system, no script needed.</summary>
public static class WebServices
{
    public static IServiceCollection AddWebHall(this IServiceCollection services)
    {
        services.AddSettings<WebOptions>("Web");
        services.AddHttpContextAccessor();
        services.AddScoped(s => Look.Of(
            s.GetRequiredService<IHttpContextAccessor>().HttpContext ?? throw new InvalidOperationException("A look belongs to a request."),
            s.GetRequiredService<Texts>(), s.GetRequiredService<IOptions<WebOptions>>().Value, s.GetRequiredService<IOptions<OperatorOptions>>().Value));
        services.AddCascadingValue(s => s.GetRequiredService<Look>());
        services.AddScoped<Whose>();
        services.AddScoped<PageHead>();
        services.AddScoped<ShownHome>();
        services.AddSingleton<DrawnPages>();
        services.AddRazorComponents();
        // Chinese as Chinese: written as numbers, every character would weigh eight bytes.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddAntiforgery(o => o.Cookie.Name = "form");
        services.AddResponseCompression(o =>
        {
            // Pages carry no secret that a stranger's text could stand beside: form tokens are masked anew each time.
            o.EnableForHttps = true;
            o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/manifest+json"];
        });
        return services;
    }

    /// <summary>Asks for whom a page is before it is drawn: on a database that answers later, root, frame and page would else ask
    /// their one unit of work at the same time.</summary>
    internal static IApplicationBuilder UseWhose(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null) await http.RequestServices.GetRequiredService<Whose>().ReaderAsync(http.RequestAborted);
        await next(http);
    });

    /// <summary>Pages, switches and files of the hall. Comes after authentication, authorization and antiforgery.</summary>
    public static RazorComponentsEndpointConventionBuilder MapWebHall(this IEndpointRouteBuilder routes)
    {
        routes.MapLook();
        routes.MapTiles();
        routes.MapBillPdf();
        routes.MapManifest();
        return routes.MapRazorComponents<App>().KeepDemoPagesOut(routes.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value.Demo);
    }
}
