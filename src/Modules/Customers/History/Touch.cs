using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Customers;

public enum TouchDirection { In, Out }

/// <summary>One touch between customer and operator, on any channel (TM Forum: PartyInteraction).</summary>
internal sealed class Touch : IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "partyInteraction";
    /// <summary>None when another system tells of a contact with nobody we know.</summary>
    public Guid? PartyId { get; init; }
    public DateTime At { get; init; }
    public DateTime? EndedAt { get; init; }
    public Channel Channel { get; init; }
    /// <summary>What another system calls the channel, where it is none of ours.</summary>
    public string? ChannelName { get; init; }
    public TouchDirection Direction { get; init; }
    /// <summary>Text key of what happened: <c>touch.payment_settled</c>.</summary>
    public required string Reason { get; init; }
    /// <summary>What happened in the words of another system, where it told of it; then the reason is <see cref="Told"/>.</summary>
    public string? Words { get; init; }
    /// <summary>The state in that system's word.</summary>
    public string? Status { get; init; }
    public DateTime? ToldAt { get; init; }
    /// <summary>Values the text names (JSON); money as minor units under names ending in Amount.</summary>
    public Dictionary<string, string> Values { get; init; } = [];
    public string? ObjectKind { get; init; }
    public string? ObjectId { get; init; }
    public Guid? ActorId { get; init; }

    public const string Told = "told";
}

internal sealed class TouchTable : IEntityTypeConfiguration<Touch>
{
    public void Configure(EntityTypeBuilder<Touch> builder)
    {
        builder.ToTable("customers_touches");
        builder.Property(t => t.Reason).HasMaxLength(100);
        builder.Property(t => t.ChannelName).HasMaxLength(100);
        builder.Property(t => t.Words).HasMaxLength(400);
        builder.Property(t => t.Status).HasMaxLength(40);
        builder.Property(t => t.Values).HasJsonConversion(2000);
        builder.Property(t => t.ObjectKind).HasMaxLength(60);
        builder.Property(t => t.ObjectId).HasMaxLength(100);
        builder.HasOne<Party>().WithMany().HasForeignKey(t => t.PartyId);
        builder.HasIndex(t => new { t.PartyId, t.At });
    }
}

/// <summary>Adds a touch to the unit of work of the operation it belongs to.</summary>
public static class ContactHistory
{
    /// <param name="reason">Without prefix: <c>payment_settled</c>; worded by <c>touch.payment_settled</c>.</param>
    public static void RecordTouch(this PortalDbContext db, Guid party, Caller caller, TimeProvider clock, TouchDirection direction, string reason,
        string? objectKind = null, string? objectId = null, params (string Name, string Value)[] values) =>
        db.Add(new Touch
        {
            Id = Guid.CreateVersion7(),
            PartyId = party,
            At = clock.GetUtcNow().UtcDateTime,
            Channel = caller.Channel,
            Direction = direction,
            Reason = reason,
            ObjectKind = objectKind,
            ObjectId = objectId,
            ActorId = caller.SubjectId == Guid.Empty ? null : caller.SubjectId,
            Values = values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal),
        });
}
