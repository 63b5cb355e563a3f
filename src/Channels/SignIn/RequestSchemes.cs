using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Wangting.Channels.SignIn;

/// <summary>OpenIddict looks at every request for whether it is one of its own, in a dozen steps each. A page outside
/// <c>/connect</c> never is, and takes no token: there it is not asked.</summary>
sealed class RequestSchemes(IOptions<AuthenticationOptions> options, IHttpContextAccessor accessor) : AuthenticationSchemeProvider(options)
{
    static readonly Task<IEnumerable<AuthenticationScheme>> None = Task.FromResult<IEnumerable<AuthenticationScheme>>([]);

    public override Task<IEnumerable<AuthenticationScheme>> GetRequestHandlerSchemesAsync() =>
        accessor.HttpContext is { } http && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && !http.Request.Path.StartsWithSegments("/connect")
            ? None : base.GetRequestHandlerSchemesAsync();
}
