using Wangting.Catalogue;

namespace Wangting.Billing.Rating;

/// <summary>One use of a line, as rating sees it. Plain and small: a province has billions.</summary>
public readonly record struct UsageEvent
{
    /// <summary>Made from source and the source's own id; the same event has the same id however often it comes.</summary>
    public required Guid Id { get; init; }
    /// <summary>UTC ticks.</summary>
    public required long Start { get; init; }
    /// <summary>Which of the group's lines; below zero where none was found.</summary>
    public required int Line { get; init; }
    /// <summary>How long it took, where prices are told apart by time; 0 for what has no length.</summary>
    public int Seconds { get; init; }
    /// <summary>Seconds, messages or kilobytes.</summary>
    public required long Quantity { get; init; }
    public required UsageKind Kind { get; init; }
    public UsageDirection Direction { get; init; }
    /// <summary>Zone of the other party (<see cref="Zones"/>).</summary>
    public ushort To { get; init; }
    /// <summary>Zone of the user.</summary>
    public ushort At { get; init; }

    /// <summary>No single use is larger: 10¹² seconds are 31,000 years, 10¹² kilobytes a petabyte.</summary>
    public const long Most = 1_000_000_000_000;

    /// <summary>The order in which a group's events are rated: start, line, id. It is total, so it does not matter in which
    /// order they came.</summary>
    internal readonly struct Order : IComparer<UsageEvent>
    {
        public int Compare(UsageEvent x, UsageEvent y)
        {
            if (x.Start != y.Start) return x.Start < y.Start ? -1 : 1;
            if (x.Line != y.Line) return x.Line < y.Line ? -1 : 1;
            return x.Id.CompareTo(y.Id);
        }
    }
}

/// <summary>Why an event could not be rated. It is parked and shown to staff, never dropped.</summary>
public enum Unrateable
{
    None,
    /// <summary>Nobody has that line.</summary>
    UnknownLine,
    /// <summary>The line had no product at that time.</summary>
    NoProduct,
    /// <summary>None of the line's prices speaks of such use.</summary>
    NoPrice,
    /// <summary>A quantity or length below zero or beyond <see cref="UsageEvent.Most"/>.</summary>
    Quantity,
}

public enum EventFate
{
    Rated,
    /// <summary>An event of this id was rated already.</summary>
    Again,
    /// <summary>Taken back by a later event.</summary>
    Cancelled,
    /// <summary>It begins before or after the period.</summary>
    OtherPeriod,
    Parked,
}

/// <summary>What became of one event.</summary>
/// <param name="Charge">Which of the period's <see cref="UsageCharge"/>s it went into, −1 for none; of a split event the first.</param>
/// <param name="Quantity">After rounding.</param>
/// <param name="Free">What allowances carried.</param>
/// <param name="Micro">Its own amount in millionths of the main unit, rounded down where the period's sum is what is rounded;
/// 0 where the quantity is rounded over the period.</param>
public readonly record struct RatedEvent(EventFate Fate, Unrateable Reason, int Charge, long Quantity, long Free, long Micro);
