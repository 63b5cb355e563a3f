using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Channels.Web;

/// <summary>For whom the page's frame is drawn: menu and theme by class of customer. Asked once a request, shared with the
/// page's own query.</summary>
sealed class Whose(ViewReader readers, Caller caller, IOptions<WebOptions> web)
{
    public Task<ReaderView?> ReaderAsync(CancellationToken ct = default) => readers.HandleAsync(caller, ct);

    public async Task<string> ThemeAsync(HttpContext http) =>
        caller.IsPerson && await ReaderAsync(http.RequestAborted) is { Brand: { } brand } && web.Value.BrandThemes.TryGetValue(brand, out var theme) ? theme : web.Value.Theme;
}
