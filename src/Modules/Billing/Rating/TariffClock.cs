using Wangting.Catalogue;

namespace Wangting.Billing.Rating;

/// <summary>Which hour of which kind of day a moment is by the clock that bills go by.</summary>
public sealed class TariffClock
{
    const int Minutes = 1440;
    readonly TimeZoneInfo zone;
    readonly HashSet<int> holidays;
    readonly bool still;
    readonly long offset;
    // A summer-time zone changes twice a year; never within a quarter of an hour.
    [ThreadStatic] static (TariffClock Of, long Quarter, long Offset) lately;

    public TariffClock(TimeZoneInfo zone, IEnumerable<DateOnly> holidays)
    {
        this.zone = zone;
        this.holidays = [.. holidays.Select(d => d.DayNumber)];
        still = zone.GetAdjustmentRules().Length == 0;
        offset = zone.BaseUtcOffset.Ticks;
    }

    /// <summary>Days of all kinds, minute by minute.</summary>
    public const int Slots = 8 * Minutes;

    public DateTime Local(long utcTicks) => new(utcTicks + OffsetAt(utcTicks), DateTimeKind.Unspecified);

    public DateOnly DayOf(long utcTicks) => DateOnly.FromDateTime(Local(utcTicks));

    /// <summary>UTC ticks at which a day begins; where the clock jumps over midnight, the first moment there is.</summary>
    public long Begins(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        // Of a midnight that comes twice the first: the larger offset is the earlier moment.
        var at = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return midnight.Ticks - at.Ticks;
    }

    /// <summary>0 to <see cref="Slots"/> − 1: kind of day times 1,440 and the minute of the day.</summary>
    public int SlotOf(long utcTicks)
    {
        var local = utcTicks + OffsetAt(utcTicks);
        var day = (int)(local / TimeSpan.TicksPerDay);
        var minute = (int)(local % TimeSpan.TicksPerDay / TimeSpan.TicksPerMinute);
        var kind = holidays.Count > 0 && holidays.Contains(day) ? 7 : day % 7; // day 0, 1 January of the year 1, was a Monday
        return kind * Minutes + minute;
    }

    /// <summary>One bit for each slot; null for always.</summary>
    internal static ulong[]? Set(IReadOnlyList<TariffHours> hours)
    {
        if (hours.Count == 0) return null;
        var set = new ulong[Slots / 64];
        foreach (var one in hours)
            for (var kind = 0; kind < 8; kind++)
                if (((int)one.Days >> kind & 1) != 0)
                    for (var minute = one.From; minute < one.To; minute++)
                    {
                        var slot = kind * Minutes + minute;
                        set[slot >> 6] |= 1UL << slot;
                    }
        return set;
    }

    internal static bool Has(ulong[] set, int slot) => (set[slot >> 6] >> slot & 1) != 0;

    long OffsetAt(long utcTicks)
    {
        if (still) return offset;
        var quarter = utcTicks / (15 * TimeSpan.TicksPerMinute);
        if (lately.Of == this && lately.Quarter == quarter) return lately.Offset;
        var now = zone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc)).Ticks;
        lately = (this, quarter, now);
        return now;
    }
}
