using System.Numerics;
using System.Runtime.CompilerServices;

namespace Wangting.Billing.Rating;

/// <summary>A set of ids that is emptied and filled again and again without new memory.</summary>
internal sealed class EventIds
{
    Guid[] slots = new Guid[64];
    // The generation in which a slot was filled: emptying is counting on.
    int[] filled = new int[64];
    int generation = 1;

    public void Clear(int expected)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, expected * 2));
        if (size > slots.Length) (slots, filled, generation) = (new Guid[size], new int[size], 0);
        if (++generation != int.MaxValue) return;
        Array.Clear(filled);
        generation = 1;
    }

    /// <summary>False where it was there.</summary>
    public bool Add(Guid id)
    {
        var at = Find(id);
        if (filled[at] == generation) return false;
        (slots[at], filled[at]) = (id, generation);
        return true;
    }

    public bool Has(Guid id) => filled[Find(id)] == generation;

    int Find(Guid id)
    {
        var mask = slots.Length - 1;
        // The low half is random in every kind of id; the high half may be a time.
        var at = (int)(Unsafe.Add(ref Unsafe.As<Guid, ulong>(ref id), 1) * 0x9E3779B97F4A7C15UL >> 32) & mask;
        while (filled[at] == generation && slots[at] != id) at = (at + 1) & mask;
        return at;
    }
}
