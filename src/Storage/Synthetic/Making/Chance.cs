using System.Buffers.Binary;

namespace Wangting.Storage.Synthetic;

/// <summary>A sequence that its seed fixes for good: SplitMix64 (Steele, Lea and Flood, 2014), spelled out here so that
/// no release of a library changes what a seed makes. Each customer has sequences of their own, so parts can be made in
/// any order, by any number of threads.</summary>
/// <param name="stream">What the sequence is for: more of one thing does not shift another.</param>
internal sealed class Chance(long seed, long unit, int stream)
{
    ulong state = Mix(Mix((ulong)seed + 0x9E3779B97F4A7C15) + Mix((ulong)unit * 0xD1342543DE82EF95 + (ulong)stream));

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    /// <summary>From 0 up to, without, the bound.</summary>
    public int Next(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>Both ends included.</summary>
    public int Between(int from, int to) => from + Next(to - from + 1);

    /// <param name="part">Between nothing and one.</param>
    public bool Is(double part) => (Next() >> 11) * (1.0 / (1UL << 53)) < part;

    /// <summary>A figure of a distribution that is given by its five figures, straight between them.</summary>
    public int Of(IReadOnlyList<int> five)
    {
        var at = Next(4_000);
        var (quarter, inside) = (at / 1_000, at % 1_000);
        return five[quarter] + (int)((long)(five[quarter + 1] - five[quarter]) * inside / 1_000);
    }

    /// <summary>An id as RFC 9562 has version 7: when, and then this sequence.</summary>
    public Guid Id(DateTime at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)(at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond << 16 | 0x7000 | Next() & 0x0FFF);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 1UL << 63 | Next() >> 2);
        return new Guid(bytes, bigEndian: true);
    }

    static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}

/// <summary>Draws by shares.</summary>
internal sealed class Weighted<T>
{
    readonly T[] things;
    readonly uint[] upTo;

    public Weighted(IEnumerable<(T Thing, double Share)> shares)
    {
        var all = shares.Where(s => s.Share > 0).ToArray();
        things = [.. all.Select(s => s.Thing)];
        upTo = new uint[all.Length];
        var (total, sum) = (all.Sum(s => s.Share), 0.0);
        for (var i = 0; i < all.Length; i++) upTo[i] = (uint)Math.Min(uint.MaxValue, (sum += all[i].Share) / total * uint.MaxValue);
        if (all.Length > 0) upTo[^1] = uint.MaxValue;
    }

    public T Pick(Chance chance)
    {
        var found = Array.BinarySearch(upTo, (uint)(chance.Next() >> 32));
        return things[found < 0 ? ~found : found];
    }
}
