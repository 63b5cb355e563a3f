using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Channels.Web.Drawn;

/// <summary>What a page shows, asked for once a request: by whoever keeps the drawing, and by the page itself.</summary>
public interface IShown
{
    /// <returns>The same object for as long as nothing in it has changed; null where no drawing of it may be kept.</returns>
    Task<object?> FindAsync();
}

/// <summary>Says of a page that it is a function of one kept reading, of the reader's look and of its own address (path and
/// query), of nothing else, not even the time; and that it sets no header. Its drawing is then kept for as long as that
/// reading holds, and only form tokens are set into it anew.</summary>
/// <typeparam name="TShown">Scoped; the page takes what it shows from it.</typeparam>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DrawnFromAttribute<TShown> : Attribute, IDrawnFrom where TShown : class, IShown
{
    Type IDrawnFrom.Kind => typeof(TShown);
    Task<object?> IDrawnFrom.FindAsync(HttpContext http) => http.RequestServices.GetRequiredService<TShown>().FindAsync();
}

interface IDrawnFrom
{
    Type Kind { get; }
    Task<object?> FindAsync(HttpContext http);
}
