using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>A conversation with one person, as a row that any node can take up. What they answered is personal, so the
/// state is closed.</summary>
internal sealed class JourneySession : IVersioned, IUnshown
{
    const string Purpose = "journeys.state";
    public const string ResumePurpose = "journeys.resume";
    /// <summary>After the last input; the network ends a dialogue long before, the person may come back until then.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    public Guid Id { get; init; }
    /// <summary>Empty for nobody yet.</summary>
    public Guid SubjectId { get; set; }
    public Channel Channel { get; set; }
    public required string Journey { get; set; }
    public required string State { get; set; }
    public string? ResumeHash { get; set; }
    public DateTime? ResumeUntil { get; set; }
    public bool Finished { get; set; }
    public DateTime StartedAt { get; init; }
    public DateTime TouchedAt { get; set; }
    public DateTime ExpiresAt { get; set; }
    public int Version { get; set; }

    /// <summary>One's own, or nobody's yet, and not run out.</summary>
    public bool IsFor(Caller caller, DateTime now) => ExpiresAt > now && (SubjectId == Guid.Empty || SubjectId == caller.SubjectId);

    public Session Open(SecretColumns secrets) => JsonSerializer.Deserialize<Session>(secrets.Open(Purpose, State), Json.Plain)!;

    public static string Close(SecretColumns secrets, Session session) => secrets.Close(Purpose, JsonSerializer.Serialize(session, Json.Plain));

    public void Keep(SecretColumns secrets, Session session, DateTime now)
    {
        SubjectId = session.SubjectId;
        Channel = session.Channel;
        Journey = session.Journey;
        Finished = session.Finished;
        State = Close(secrets, session);
        TouchedAt = now;
        ExpiresAt = now + Life;
    }
}

internal sealed class JourneySessionTable : IEntityTypeConfiguration<JourneySession>
{
    public void Configure(EntityTypeBuilder<JourneySession> builder)
    {
        builder.ToTable("journeys_sessions");
        builder.Property(s => s.Journey).HasMaxLength(60);
        builder.Property(s => s.State).HasMaxLength(20_000);
        builder.Property(s => s.ResumeHash).HasMaxLength(64);
        builder.HasIndex(s => s.ResumeHash).IsUnique();
        builder.HasIndex(s => new { s.SubjectId, s.ExpiresAt });
        builder.HasIndex(s => s.ExpiresAt);
    }
}
