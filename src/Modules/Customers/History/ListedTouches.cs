using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>A touch as other systems list it.</summary>
public sealed class ListedTouch : IRow
{
    public Guid Id { get; init; }
    public Guid? PartyId { get; init; }
    public PartyKind? PartyKind { get; init; }
    public string? PartyName { get; init; }
    public DateTime At { get; init; }
    public DateTime? EndedAt { get; init; }
    public DateTime CreatedAt { get; init; }
    public TouchDirection Direction { get; init; }
    /// <summary>The other system's word, else the name of ours.</summary>
    public required string Channel { get; init; }
    /// <summary>The other system's words, else the key of ours (<c>payment_settled</c>).</summary>
    public required string Reason { get; init; }
    public required string Status { get; init; }
    public string? ObjectKind { get; init; }
    public string? ObjectId { get; init; }
}

/// <summary>Touches that a caller may see: a person their own and those of organisations they act for; other systems with the
/// permission, all.</summary>
public static class ListedTouches
{
    public static IQueryable<ListedTouch> Of(PortalDbContext db, Caller caller, DateTime now)
    {
        var all = caller.Can(CustomersPermissions.ReadTouches);
        var seen = ListedParties.Seen(db, caller, CustomersPermissions.ReadTouches, now).Select(p => p.Id);
        return from touch in db.Set<Touch>().AsNoTracking().Where(t => all || (t.PartyId != null && seen.Contains(t.PartyId.Value)))
               join party in db.Set<Party>() on touch.PartyId equals party.Id into parties
               from party in parties.DefaultIfEmpty()
               select new ListedTouch
               {
                   Id = touch.Id, PartyId = touch.PartyId, PartyKind = party == null ? null : party.Kind, PartyName = party!.Name, At = touch.At, EndedAt = touch.EndedAt, CreatedAt = touch.ToldAt ?? touch.At,
                   Direction = touch.Direction, Channel = touch.ChannelName ?? (string)(object)touch.Channel, Reason = touch.Words ?? touch.Reason, Status = touch.Status ?? "completed",
                   ObjectKind = touch.ObjectKind, ObjectId = touch.ObjectId,
               };
    }
}
