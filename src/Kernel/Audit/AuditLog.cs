using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Kernel;

/// <summary>One audited act: every change, and every read of personal data by someone other than its owner. Written in
/// the operation's own transaction; sealed into the hash chain seconds later.</summary>
internal sealed class AuditEntry
{
    public Guid Id { get; init; }
    public DateTime At { get; init; }
    public CallerKind ActorKind { get; init; }
    public Guid ActorId { get; init; }
    public Guid? ActingFor { get; init; }
    public Channel Channel { get; init; }
    public string? Address { get; init; }
    /// <summary>Text key of the act: <c>audit.payment_settled</c>.</summary>
    public required string Act { get; init; }
    /// <summary>Whose data it touched (a party's id), so that a customer can be shown who looked.</summary>
    public Guid? PartyId { get; init; }
    public required string ObjectKind { get; init; }
    public required string ObjectId { get; init; }
    public string? Purpose { get; init; }
    /// <summary>JSON of names and values, never secrets or unmasked identifiers.</summary>
    public string? Details { get; init; }
    public string? TraceId { get; init; }
    // Set by the sealer:
    public long? Sequence { get; set; }
    public byte[]? Hash { get; set; }
}

internal sealed class AuditTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("kernel_audit");
        builder.Property(a => a.Act).HasMaxLength(100);
        builder.Property(a => a.ObjectKind).HasMaxLength(60);
        builder.Property(a => a.ObjectId).HasMaxLength(100);
        builder.Property(a => a.Address).HasMaxLength(60);
        builder.Property(a => a.TraceId).HasMaxLength(60);
        builder.Property(a => a.Details).HasMaxLength(4000);
        builder.HasIndex(a => a.Sequence).IsUnique();
        builder.HasIndex(a => new { a.PartyId, a.At });
        // Which member of staff did much lately; rows of customers' own acts, nearly all there are, stay out of it.
        builder.HasIndex(a => new { a.At, a.ActorId }).HasFilter("actor_kind = 'Staff'");
    }
}

/// <summary>Writes audit entries into an operation's unit of work.</summary>
public static class AuditLog
{
    /// <param name="act">What was done, past tense, without prefix: <c>payment_settled</c>; worded by <c>audit.payment_settled</c>.</param>
    /// <param name="objectKind">TM Forum noun where there is one: <c>payment</c>, <c>customerBill</c>.</param>
    /// <param name="party">Whose data it is.</param>
    /// <param name="details">Names and values; no secrets, no unmasked identifiers.</param>
    public static void Audit(this PortalDbContext db, Caller caller, TimeProvider clock, string act, string objectKind, string objectId,
        Guid? party = null, string? purpose = null, object? details = null) =>
        db.Add(Entry(caller, clock, act, objectKind, objectId, party, purpose, details));

    internal static AuditEntry Entry(Caller caller, TimeProvider clock, string act, string objectKind, string objectId, Guid? party, string? purpose, object? details) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            At = Truncated(clock.GetUtcNow().UtcDateTime),
            ActorKind = caller.Kind,
            ActorId = caller.SubjectId,
            ActingFor = caller.ActingFor,
            Channel = caller.Channel,
            Address = caller.Address,
            Act = act,
            PartyId = party,
            ObjectKind = objectKind,
            ObjectId = objectId,
            Purpose = purpose,
            Details = details is null ? null : JsonSerializer.Serialize(details, Json.Plain),
            TraceId = System.Diagnostics.Activity.Current?.TraceId.ToHexString(),
        };

    // PostgreSQL keeps microseconds: what is hashed must be what comes back.
    static DateTime Truncated(DateTime at) => new(at.Ticks - at.Ticks % 10, DateTimeKind.Utc);
}
