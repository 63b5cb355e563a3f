using Microsoft.AspNetCore.Http;
using Wangting.Channels.Web;
using Wangting.Kernel;

namespace Wangting.Channels.SignIn;

/// <summary>What a scheme leaves behind when it has recognised somebody: the caller without language and address.</summary>
sealed record KnownCaller(Caller Caller);

/// <summary>Makes the <see cref="Caller"/> of a web request, once: who the scheme recognised, the language the page is
/// read in, the address it came from. Doors take it as a parameter from here on.</summary>
public sealed class CallerFactory(IHttpContextAccessor accessor, Look look)
{
    Caller? made;

    public Caller Current => made ??= Make(accessor.HttpContext ?? throw new InvalidOperationException("A caller belongs to a request."));

    Caller Make(HttpContext http) => (http.Features.Get<KnownCaller>()?.Caller ?? Caller.Nobody(Channel.Web)) with
    {
        Language = look.Language,
        Address = http.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null,
    };
}
