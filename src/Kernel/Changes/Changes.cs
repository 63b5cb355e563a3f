using System.Collections.Concurrent;

namespace Wangting.Kernel;

/// <summary>What this process knows of changes to people, accounts and lines, its own and other nodes': by it a reading that
/// was kept is seen to hold still, without asking the database.</summary>
public sealed class Changes(TimeProvider clock) : IDisposable
{
    /// <summary>No reading is kept longer, whatever is known.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    /// <summary>Older knowledge of other nodes is none: readings then come from the database. Below the two seconds within
    /// which a withdrawal must act.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1.5);
    static readonly TimeSpan InUse = TimeSpan.FromSeconds(10);

    readonly SemaphoreSlim wanted = new(0, 1);
    // Two generations: what was touched longer ago than any reading may live is forgotten as a whole.
    volatile ConcurrentDictionary<Guid, long> young = new(), old = new();
    long version, everything, lookedAt, askedAt, turnedAt = clock.GetTimestamp();
    int sleeping;

    /// <summary>Before a reading is taken that shall be kept: what changes from here on makes it void.</summary>
    public long Begin() => Interlocked.Read(ref version);

    /// <summary>Whether nothing about these has changed since, as far as is known; false when too little is known.</summary>
    internal bool Holds(long since, Guid[] about)
    {
        Volatile.Write(ref askedAt, clock.GetTimestamp());
        if (!IsFresh)
        {
            if (Volatile.Read(ref sleeping) == 1) Wake();
            return false;
        }
        if (Interlocked.Read(ref everything) > since) return false;
        var (now, before) = (young, old);
        foreach (var id in about)
            if ((now.TryGetValue(id, out var at) || before.TryGetValue(id, out at)) && at > since) return false;
        return true;
    }

    internal void Touch(ReadOnlySpan<Guid> about)
    {
        var at = Interlocked.Increment(ref version);
        foreach (var id in about) young[id] = at;
    }

    internal void TouchEverything() => Interlocked.Exchange(ref everything, Interlocked.Increment(ref version));

    /// <summary>Everything that other nodes had committed when the look began has been touched.</summary>
    internal void Looked(long began)
    {
        Volatile.Write(ref lookedAt, began);
        if (clock.GetElapsedTime(turnedAt) < Longest) return;
        (old, young, turnedAt) = (young, new(), clock.GetTimestamp());
    }

    internal bool IsFresh => Volatile.Read(ref lookedAt) is var at && at != 0 && clock.GetElapsedTime(at) < Fresh;

    internal bool IsInUse => Volatile.Read(ref askedAt) is var at && at != 0 && clock.GetElapsedTime(at) < InUse;

    internal async Task SleepAsync(CancellationToken ct)
    {
        Volatile.Write(ref sleeping, 1);
        await wanted.WaitAsync(ct);
        Volatile.Write(ref sleeping, 0);
    }

    public void Dispose() => wanted.Dispose();

    void Wake()
    {
        try { wanted.Release(); }
        catch (SemaphoreFullException) { /* somebody else has */ }
    }
}
