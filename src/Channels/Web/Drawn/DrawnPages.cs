using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Channels.Web.Drawn;

/// <summary>The last drawing of each page in each session, with what it was drawn from.</summary>
/// <remarks>Two generations, as with readings (<see cref="Kept{TKey,TValue}"/>), bounded by bytes: what nobody asked for
/// while the younger filled goes as a whole with the elder.</remarks>
sealed class DrawnPages(IOptions<WebOptions> web, TimeProvider clock)
{
    volatile Generation young = new(clock.GetTimestamp()), old = new(clock.GetTimestamp());

    readonly record struct Key(Guid Session, Type Kind);
    sealed record Page(string Address, Look Look, object Shown, Drawing Drawing);

    sealed class Generation(long began)
    {
        public ConcurrentDictionary<Key, Page> Pages { get; } = new();
        public ConcurrentDictionary<(Type, Look), Pattern> Patterns { get; } = new();
        public long Began => began;
        public long Weight;

        public void Put(Key key, Page page)
        {
            Pages.TryRemove(key, out var before);
            Pages[key] = page;
            Interlocked.Add(ref Weight, page.Drawing.Weight - (before?.Drawing.Weight ?? 0));
        }
    }

    long Most => web.Value.DrawnMegabytes * 1_000_000L;
    public bool IsOff => Most == 0;

    /// <param name="shown">What the page would be drawn from now. A drawing from anything else, of however late or of whomever,
    /// is none.</param>
    public Drawing? Find(Guid session, Type kind, string address, Look look, object shown)
    {
        var key = new Key(session, kind);
        var isOld = false;
        if (!young.Pages.TryGetValue(key, out var page) && !(isOld = old.Pages.TryGetValue(key, out page))) return null;
        if (!ReferenceEquals(page!.Shown, shown) || page.Address != address || page.Look != look) return null;
        if (isOld) young.Put(key, page);
        return page.Drawing;
    }

    public void Keep(Guid session, Type kind, string address, Look look, object shown, ReadOnlySpan<byte> page, ReadOnlySpan<byte> token)
    {
        if (Interlocked.Read(ref young.Weight) >= Most / 2 || clock.GetElapsedTime(young.Began) > Changes.Longest) (old, young) = (young, new(clock.GetTimestamp()));
        var into = young;
        if (!into.Patterns.TryGetValue((kind, look), out var pattern)) pattern = into.Patterns.GetOrAdd((kind, look), new Pattern(page));
        into.Put(new(session, kind), new(address, look, shown, Drawing.Of(page, token, pattern)));
    }
}
