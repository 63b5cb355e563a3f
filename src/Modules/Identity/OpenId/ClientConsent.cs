using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>What a person let a client of another firm see, until withdrawn.</summary>
internal sealed class ClientConsent : IVersioned
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public Guid ClientId { get; init; }
    public string Scopes { get; set; } = "";
    public DateTime GivenAt { get; set; }
    public DateTime? WithdrawnAt { get; set; }
    public int Version { get; set; }

    public bool Covers(IEnumerable<string> scopes) => WithdrawnAt is null && scopes.All(Scopes.Split(' ').Contains);
}

internal sealed class ClientConsentTable : IEntityTypeConfiguration<ClientConsent>
{
    public void Configure(EntityTypeBuilder<ClientConsent> builder)
    {
        builder.ToTable("identity_client_consents");
        builder.Property(c => c.Scopes).HasMaxLength(2000);
        builder.HasOne<Client>().WithMany().HasForeignKey(c => c.ClientId);
        builder.HasIndex(c => new { c.PersonId, c.ClientId }).IsUnique();
    }
}
