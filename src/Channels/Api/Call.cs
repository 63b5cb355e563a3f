using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>For whom and as of when resources are read or written: a request's, or that of somebody who listens.</summary>
/// <param name="root">Scheme and host in front of every <c>href</c>.</param>
internal sealed class Call(IServiceProvider services, Caller caller, string root, DateTime now)
{
    Currency? currency;

    public Caller Caller => caller;
    /// <summary>What the client says makes two requests the same (header <c>Idempotency-Key</c>).</summary>
    public string? RequestKey { get; init; }
    /// <summary>Where the client goes on, for the <c>Link</c> header (RFC 8288).</summary>
    public List<string> Links { get; } = [];
    public string Root => root;
    public DateTime Now => now;
    public string Language => caller.Language;
    public PortalDbContext Db => field ??= services.GetRequiredService<PortalDbContext>();
    public Currency Currency => currency ??= services.GetRequiredService<Texts>().Currency;
    public Texts Texts => services.GetRequiredService<Texts>();
    public OperatorOptions Operator => services.GetRequiredService<IOptions<OperatorOptions>>().Value;

    /// <summary>An operation of a module.</summary>
    public T Get<T>() where T : notnull => services.GetRequiredService<T>();
}
