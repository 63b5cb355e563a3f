using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>How well we know an account that another system owns.</summary>
internal sealed class MirroredAccount : IVersioned, IUnshown
{
    public Guid AccountId { get; init; }
    /// <summary>When the owner was asked for what is shown now.</summary>
    public DateTime? AsOf { get; set; }
    public DateTime? TriedAt { get; set; }
    public DateTime LookedAt { get; set; }
    /// <summary>Text key of why the last try changed nothing; null after one that did.</summary>
    public string? FailureCode { get; set; }
    /// <summary>What exactly was wrong, for staff and logs.</summary>
    public string? FailureDetail { get; set; }
    /// <summary>The owner's id of whose account it is: when it becomes another, nothing more is taken until a person has looked.</summary>
    public string? OwnersHolder { get; set; }
    /// <summary>How many payments of ours the owner has answered: figures that were asked for at a lower count are too old.</summary>
    public int Answered { get; set; }
    public int Version { get; set; }
}

internal sealed class MirroredAccountTable : IEntityTypeConfiguration<MirroredAccount>
{
    public void Configure(EntityTypeBuilder<MirroredAccount> builder)
    {
        builder.ToTable("billing_mirrored_accounts");
        builder.HasKey(m => m.AccountId);
        builder.Property(m => m.AccountId).ValueGeneratedNever();
        builder.Property(m => m.FailureCode).HasMaxLength(100);
        builder.Property(m => m.OwnersHolder).HasMaxLength(120);
        builder.HasIndex(m => m.AsOf);
    }
}
