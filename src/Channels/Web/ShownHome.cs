using Microsoft.AspNetCore.Http;
using Wangting.Billing;
using Wangting.Channels.Web.Drawn;
using Wangting.Kernel;

namespace Wangting.Channels.Web;

/// <summary>The home that a request asks for, whole or of one line or account (<c>?at=</c>).</summary>
public sealed class ShownHome(ViewHomeHandler homes, Caller caller, IHttpContextAccessor accessor) : IShown
{
    Task<Outcome<HomeView>>? asked;

    public Task<Outcome<HomeView>> AskAsync()
    {
        var http = accessor.HttpContext!;
        return asked ??= homes.HandleAsync(new ViewHome(http.Request.Query.TryGetValue("at", out var at) ? at.ToString() : null), caller, http.RequestAborted);
    }

    async Task<object?> IShown.FindAsync() => (await AskAsync()).IsRefused(out _, out var home) || !home.HoldsUntilChanged ? null : home;
}
