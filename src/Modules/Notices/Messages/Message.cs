using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Notices;

/// <summary>By which means a notice travels.</summary>
public enum Medium { Sms, Email, InApp }

/// <summary>Why a notice is sent: security and service notices always go, billing unless declined, marketing only outside
/// the quiet hours and only to those who have not opted out.</summary>
public enum NoticeClass { Security, Service, Billing, Marketing }

public enum MessageState { Queued, Sent, Failed, Cancelled, Declined }

/// <summary>What a gateway said later of a message it had taken. A fact of its own beside the state: a report may overtake
/// our own note that the message has left.</summary>
public enum Arrival { Unknown, Arrived, Lost }

/// <summary>One notice to one recipient, queued in the unit of work of the thing it tells about.</summary>
internal sealed class Message
{
    public Guid Id { get; init; }
    public Medium Medium { get; init; }
    public NoticeClass Class { get; init; }
    /// <summary>E.164, e-mail address; empty in the hall itself.</summary>
    public required string Recipient { get; init; }
    public Guid? PersonId { get; init; }
    /// <summary>The tenure it concerns: when that ends, what is still queued is cancelled.</summary>
    public Guid? TenureId { get; init; }
    public required string TextKey { get; init; }
    public required string Language { get; init; }
    public string? Subject { get; init; }
    /// <summary>The words. Closed (SecretColumns) when <see cref="Secret"/>, and wiped once they have left.</summary>
    public string? Body { get; set; }
    public bool Secret { get; init; }
    /// <summary>A repeat with the same key is the same notice.</summary>
    public string? DedupeKey { get; init; }
    public DateTime QueuedAt { get; init; }
    public DateTime DueAt { get; init; }
    /// <summary>After this it is worth nothing and is not sent any more.</summary>
    public DateTime? UselessAfter { get; init; }
    public MessageState State { get; set; }
    public DateTime? SentAt { get; set; }
    public Arrival Arrival { get; set; }
    public DateTime? ArrivalAt { get; set; }
    public DateTime? ReadAt { get; set; }
}

internal sealed class MessageTable : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("notices_messages");
        builder.Property(m => m.Recipient).HasMaxLength(254);
        builder.Property(m => m.TextKey).HasMaxLength(100);
        builder.Property(m => m.Language).HasMaxLength(20);
        builder.Property(m => m.Body).HasMaxLength(4000);
        builder.Property(m => m.DedupeKey).HasMaxLength(120);
        builder.HasIndex(m => m.DedupeKey).IsUnique().HasFilter("dedupe_key IS NOT NULL");
        builder.HasIndex(m => m.TenureId).HasFilter("state = 'Queued'"); // asked for what has not left yet
        builder.HasIndex(m => new { m.PersonId, m.QueuedAt });
    }
}
