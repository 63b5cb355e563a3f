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
        BrandOf(await ReaderAsync(http.RequestAborted))?.Theme ?? web.Value.Theme;

    /// <summary>How the brand shows itself whose member this is.</summary>
    public BrandOptions? BrandOf(ReaderView? reader) =>
        reader is { Class: CustomerClass.Brand, Brand: { } brand } ? web.Value.Brands.GetValueOrDefault(brand) : null;
}
