using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Another system that wants to be told of changes (TM Forum: EventSubscription), at an address of its own.</summary>
internal sealed class Listener : IVersioned
{
    public Guid Id { get; init; }
    /// <summary>The machine client or person whose eyes it sees with.</summary>
    public Guid OwnerId { get; init; }
    /// <summary>The client, for a machine.</summary>
    public string? ClientId { get; init; }
    /// <summary>The sign-in that its token came from, for a person's app: it listens no longer than that.</summary>
    public Guid? GrantId { get; init; }
    /// <summary>Of which interface.</summary>
    public required string Api { get; init; }
    public required string Callback { get; init; }
    public string? Query { get; init; }
    /// <summary>Event types parted by blanks; all when empty.</summary>
    public string Types { get; init; } = "";
    /// <summary>Scheme and host under which it knows this hall.</summary>
    public required string Root { get; init; }
    public required string SecretClosed { get; set; }
    public DateTime CreatedAt { get; init; }
    public DateTime? EndedAt { get; set; }
    public DateTime? NextAt { get; set; }
    public int Failures { get; set; }
    /// <summary>Since when nothing has arrived.</summary>
    public DateTime? FailingSince { get; set; }
    public DateTime? LeasedUntil { get; set; }
    public int Version { get; set; }

    public const string SecretPurpose = "notices.listener";
}

/// <summary>An event that waits for its listener; sent in the order of ids.</summary>
internal sealed class ListenerEvent
{
    public Guid Id { get; init; }
    public Guid ListenerId { get; init; }
    public required string Body { get; init; }
    public DateTime At { get; init; }
}

internal sealed class ListenerTable : IEntityTypeConfiguration<Listener>
{
    public void Configure(EntityTypeBuilder<Listener> builder)
    {
        builder.ToTable("notices_listeners");
        builder.Property(l => l.ClientId).HasMaxLength(100);
        builder.Property(l => l.Api).HasMaxLength(100);
        builder.Property(l => l.Callback).HasMaxLength(1000);
        builder.Property(l => l.Query).HasMaxLength(1000);
        builder.Property(l => l.Types).HasMaxLength(2000);
        builder.Property(l => l.Root).HasMaxLength(300);
        builder.Property(l => l.SecretClosed).HasMaxLength(1000).Closed(Listener.SecretPurpose);
        builder.HasIndex(l => new { l.EndedAt, l.NextAt });
        builder.HasIndex(l => l.OwnerId);
    }
}

internal sealed class ListenerEventTable : IEntityTypeConfiguration<ListenerEvent>
{
    public void Configure(EntityTypeBuilder<ListenerEvent> builder)
    {
        builder.ToTable("notices_listener_events");
        builder.Property(e => e.Body).HasMaxLength(400_000);
        builder.HasOne<Listener>().WithMany().HasForeignKey(e => e.ListenerId);
        builder.HasIndex(e => new { e.ListenerId, e.Id });
    }
}
