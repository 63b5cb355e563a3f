using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Wangting.Channels.Web;

/// <summary>Marks a page that exists in the demo and in no other mode: elsewhere its address is not found.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DemoOnlyAttribute : Attribute;

static class DemoOnly
{
    /// <summary>Takes away every demo page from a hall that is not the demo.</summary>
    internal static TBuilder KeepDemoPagesOut<TBuilder>(this TBuilder pages, bool isDemo) where TBuilder : IEndpointConventionBuilder
    {
        if (!isDemo)
            pages.Add(endpoint =>
            {
                if (endpoint.Metadata.OfType<DemoOnlyAttribute>().Any())
                    endpoint.RequestDelegate = http => { http.Response.StatusCode = StatusCodes.Status404NotFound; return Task.CompletedTask; };
            });
        return pages;
    }
}
