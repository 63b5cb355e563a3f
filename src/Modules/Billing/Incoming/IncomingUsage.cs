using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>One event of use as another system recorded it, or one that takes such an event back.</summary>
/// <param name="Source">System and the event's id there: the same event is taken once, however often it comes.</param>
public sealed record IncomingUsage(RecordSource Source)
{
    /// <summary>What its record is to be known by here; by default a new one.</summary>
    public Guid? Id { get; init; }
    /// <summary>Id at the source of the event that this takes back: nothing else is then read. What was wrong and is right now
    /// is taken back and comes again under another id.</summary>
    public string? Cancels { get; init; }
    /// <summary>Id at the source of the line; else <see cref="Number"/> says who held it at that time.</summary>
    public string? Line { get; init; }
    /// <summary>E.164, or a broadband account.</summary>
    public string? Number { get; init; }
    public UsageKind Kind { get; init; }
    /// <summary>With the offset of the local clock where it happened.</summary>
    public DateTimeOffset StartedAt { get; init; }
    /// <summary>In <see cref="Unit"/>s.</summary>
    public long Quantity { get; init; }
    public UsageUnit Unit { get; init; }
    /// <summary>What the source charges for it; null: it is rated here.</summary>
    public Money? Charge { get; init; }
    public long? ChargedQuantity { get; init; }
    public UsageDirection Direction { get; init; }
    /// <summary>The other party; encrypted and shown masked.</summary>
    public string? Peer { get; init; }
    public string? Place { get; init; }
    /// <summary>How long it took; by default the quantity of what is counted in seconds.</summary>
    public long? Seconds { get; init; }
    /// <summary>Zone of the other party; by default the catalogue's for their number.</summary>
    public string? ToZone { get; init; }
    /// <summary>Zone of the user; null for the own network.</summary>
    public string? AtZone { get; init; }
}
