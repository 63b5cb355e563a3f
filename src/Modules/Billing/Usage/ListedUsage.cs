using Microsoft.EntityFrameworkCore;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>An event of use as other systems list it.</summary>
public sealed class ListedUsage : IRow
{
    public Guid Id { get; init; }
    public UsageKind Kind { get; init; }
    public DateTime StartedAt { get; init; }
    /// <summary>TM Forum's word: guided (its line is known, its charge is worked out with the bill), rated (the source charged
    /// it) or rejected (taken back).</summary>
    public required string Status { get; init; }
    /// <summary>Null where it is rated here.</summary>
    public Money? Charge { get; init; }
    public Guid HolderPartyId { get; init; }
    public PartyKind? HolderKind { get; init; }
    public string? HolderName { get; init; }
    public required string Source { get; init; }
    public required string SourceId { get; init; }
    public long Quantity { get; init; }
    public UsageUnit Unit { get; init; }
    public UsageDirection Direction { get; init; }
    public string? Peer { get; init; }
    public string? Place { get; init; }
    public string? To { get; init; }
    public string? At { get; init; }
    /// <summary>What its line is known by now.</summary>
    public string? Number { get; init; }
    public IReadOnlyList<ListedUsageFact> Facts { get; set; } = [];
}

/// <summary>A name and value of an event.</summary>
public sealed class ListedUsageFact
{
    public Guid UsageId { get; init; }
    public required string Name { get; init; }
    public required string Value { get; init; }
}

/// <summary>Events that a caller may see: a person those of lines whose details they have the right to see, from when the
/// present holder came; other systems with the permission, all.</summary>
public static class ListedUsages
{
    public static IQueryable<ListedUsage> Of(PortalDbContext db, Caller caller, DateTime now)
    {
        var all = caller.Can(BillingPermissions.ReadUsage);
        var lines = all ? AllLines.Of(db) : GrantedLines.Rows(db, caller, Right.SeeDetails, now);
        return from use in db.Set<UsageRecord>().AsNoTracking()
               join line in lines on use.LineId equals line.Id
               join holder in PartyNames.Of(db) on line.HolderPartyId equals holder.Id
               where all || use.StartedAt >= line.From
               select new ListedUsage
               {
                   Id = use.Id, Kind = use.Kind, StartedAt = use.StartedAt, Charge = use.RatedHere ? null : (Money?)use.Charge,
                   Status = db.Set<UsageCancellation>().Any(c => c.RecordId == use.Id) ? "rejected" : use.RatedHere ? "guided" : "rated",
                   HolderPartyId = holder.Id, HolderKind = holder.Kind, HolderName = holder.Name, Source = use.SourceSystem, SourceId = use.SourceId, Quantity = use.Quantity, Unit = use.Unit,
                   Direction = use.Direction, Peer = use.PeerMasked, Place = use.Place, To = use.ToZone, At = use.AtZone,
                   Number = AllLines.Numbers(db).Where(n => n.LineId == use.LineId).Select(n => n.Value).FirstOrDefault(),
               };
    }

    /// <summary>What filters look through.</summary>
    public static IQueryable<ListedUsageFact> Facts(PortalDbContext db)
    {
        var uses = db.Set<UsageRecord>().AsNoTracking();
        return uses.Select(u => new ListedUsageFact { UsageId = u.Id, Name = "sourceId", Value = u.SourceId })
            .Concat(uses.Select(u => new ListedUsageFact { UsageId = u.Id, Name = "source", Value = u.SourceSystem }))
            .Concat(uses.Select(u => new ListedUsageFact { UsageId = u.Id, Name = "quantity", Value = "" + u.Quantity }))
            .Concat(uses.Select(u => new ListedUsageFact { UsageId = u.Id, Name = "unit", Value = u.Unit == UsageUnit.Second ? "second" : u.Unit == UsageUnit.Message ? "message" : u.Unit == UsageUnit.Kilobyte ? "kilobyte" : u.Unit == UsageUnit.Event ? "event" : u.Unit == UsageUnit.Month ? "month" : "day" }))
            .Concat(uses.Select(u => new ListedUsageFact { UsageId = u.Id, Name = "direction", Value = u.Direction == UsageDirection.Incoming ? "incoming" : "outgoing" }))
            .Concat(uses.Where(u => u.PeerMasked != null).Select(u => new ListedUsageFact { UsageId = u.Id, Name = "peer", Value = u.PeerMasked! }))
            .Concat(uses.Where(u => u.Place != null).Select(u => new ListedUsageFact { UsageId = u.Id, Name = "place", Value = u.Place! }))
            .Concat(uses.Where(u => u.ToZone != null).Select(u => new ListedUsageFact { UsageId = u.Id, Name = "to", Value = u.ToZone! }))
            .Concat(uses.Where(u => u.AtZone != null).Select(u => new ListedUsageFact { UsageId = u.Id, Name = "at", Value = u.AtZone! }))
            .Concat(uses.Join(AllLines.Numbers(db), u => u.LineId, n => n.LineId, (u, n) => new ListedUsageFact { UsageId = u.Id, Name = "number", Value = n.Value }));
    }

    /// <summary>The same of the rows of a page.</summary>
    public static void Complete(IReadOnlyList<ListedUsage> rows)
    {
        foreach (var row in rows)
            row.Facts =
            [
                .. from fact in ((string Name, string? Value)[])[
                       ("sourceId", row.SourceId), ("source", row.Source), ("number", row.Number), ("quantity", row.Quantity.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                       ("unit", Word(row.Unit)), ("direction", Word(row.Direction)), ("peer", row.Peer), ("place", row.Place), ("to", row.To), ("at", row.At)]
                   where fact.Value is not null
                   select new ListedUsageFact { UsageId = row.Id, Name = fact.Name, Value = fact.Value },
            ];
    }

    static string Word<T>(T one) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(one.ToString());
}
