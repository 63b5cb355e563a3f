using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Identity;

/// <summary>What one sign-in gave one client: the whole token store. Its code and its refresh tokens carry the grant's id
/// and a serial; only the bearer of the present serial may turn it, and turning raises it. So a sign-in is one insert and
/// one update, a refresh one update, nothing grows, and no token or hash of one lies in the database.</summary>
internal sealed class ClientGrant
{
    public Guid Id { get; init; }
    public Guid ClientId { get; init; }
    public Guid PersonId { get; init; }
    /// <summary>The grant is part of this session and dead when it is.</summary>
    public Guid SessionId { get; init; }
    public required string Scopes { get; init; }
    public DateTime OpenedAt { get; init; }
    /// <summary>0: the code was given. n: the n-th pair of tokens was given.</summary>
    public int Serial { get; set; }
    public DateTime TurnedAt { get; set; }
    public DateTime? EndedAt { get; set; }
}

internal sealed class ClientGrantTable : IEntityTypeConfiguration<ClientGrant>
{
    public void Configure(EntityTypeBuilder<ClientGrant> builder)
    {
        builder.ToTable("identity_client_grants");
        builder.Property(g => g.Scopes).HasMaxLength(2000);
        builder.HasOne<Client>().WithMany().HasForeignKey(g => g.ClientId);
        builder.HasIndex(g => g.SessionId);
        builder.HasIndex(g => new { g.PersonId, g.ClientId });
        builder.HasIndex(g => g.TurnedAt);
    }
}
