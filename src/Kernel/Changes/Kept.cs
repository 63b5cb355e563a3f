using System.Collections.Concurrent;

namespace Wangting.Kernel;

/// <summary>Readings kept in this process for as long as nothing they show has changed (<see cref="Changes"/>), and never
/// longer than <see cref="Changes.Longest"/>. The key must hold everything the answer depends on, above all whose it is.</summary>
/// <remarks>Two generations instead of a clock for each entry: the elder goes as a whole.</remarks>
public sealed class Kept<TKey, TValue>(Changes changes, TimeProvider clock) where TKey : notnull where TValue : class
{
    const int MostYoung = 25_000;
    volatile ConcurrentDictionary<TKey, Entry> young = new(), old = new();

    sealed record Entry(TValue Value, Guid[] About, long Since, DateTimeOffset At);

    /// <returns>Null when nothing is kept that certainly holds.</returns>
    public TValue? Find(TKey key)
    {
        if (!young.TryGetValue(key, out var entry) && !old.TryGetValue(key, out entry)) { changes.Holds(0, []); return null; }
        return (clock.GetUtcNow() - entry.At).Duration() <= Changes.Longest && changes.Holds(entry.Since, entry.About) ? entry.Value : null;
    }

    /// <param name="since">From <see cref="Changes.Begin"/>, before the reading was taken.</param>
    /// <param name="about">Everything it shows: people, accounts, lines, sessions.</param>
    public void Keep(TKey key, TValue value, long since, params Guid[] about)
    {
        if (young.Count >= MostYoung) (old, young) = (young, new());
        young[key] = new Entry(value, about, since, clock.GetUtcNow());
    }
}
