using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>What sort of program a client is; it decides which flows it may use.</summary>
public enum ClientKind
{
    /// <summary>A site with a server that can keep a secret: authorization code with PKCE and its secret.</summary>
    Web,
    /// <summary>An app on the person's own device: authorization code with PKCE, no secret.</summary>
    Native,
    /// <summary>A program that acts for itself: client credentials.</summary>
    Machine,
}

/// <summary>A program that may ask for tokens.</summary>
internal sealed class Client
{
    public Guid Id { get; init; }
    public required string ClientId { get; init; }
    public required LocalText Name { get; set; }
    public ClientKind Kind { get; init; }
    /// <summary>SHA-256 of the secret; see <see cref="ClientSecret"/>.</summary>
    public string? SecretHash { get; set; }
    // Lists as OAuth itself writes them: parted by spaces, which neither an address nor a scope can hold.
    public string RedirectUris { get; set; } = "";
    public string SignedOutUris { get; set; } = "";
    public string Scopes { get; set; } = "";
    /// <summary>The one origin at which pieces of the hall may be framed for it.</summary>
    public string? EmbedOrigin { get; set; }
    /// <summary>The operator's own: no consent is asked.</summary>
    public bool FirstParty { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? DisabledAt { get; set; }
}

internal sealed class ClientTable : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.ToTable("identity_clients");
        builder.Property(c => c.ClientId).HasMaxLength(100);
        builder.Property(c => c.SecretHash).HasMaxLength(64);
        builder.Property(c => c.RedirectUris).HasMaxLength(4000);
        builder.Property(c => c.SignedOutUris).HasMaxLength(4000);
        builder.Property(c => c.EmbedOrigin).HasMaxLength(300);
        builder.Property(c => c.Scopes).HasMaxLength(2000);
        builder.HasIndex(c => c.ClientId).IsUnique();
    }
}
