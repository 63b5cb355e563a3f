using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What a closed period left of an allowance that rolls over. One row for each period's end, so that a bill can be made
/// again from what it was made of.</summary>
internal sealed class AllowanceRest
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    /// <summary>Known by product, term and the period that gave it.</summary>
    public Guid PoolId { get; init; }
    public Guid ProductId { get; init; }
    public required string Code { get; init; }
    /// <summary>The first day of the period that it is carried into.</summary>
    public DateOnly Into { get; init; }
    /// <summary>In the unit of its kind of use.</summary>
    public long Left { get; init; }
    public DateTime UsableFrom { get; init; }
    public DateTime Expires { get; init; }
    public DateTime Granted { get; init; }
}

/// <summary>What a bill charged ahead for the period after it.</summary>
internal sealed class AdvanceCharge
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public Guid ProductId { get; init; }
    public required string Code { get; init; }
    /// <summary>The first day of the period that it is for.</summary>
    public DateOnly For { get; init; }
    public Money Amount { get; init; }
}

internal sealed class AllowanceRestTable : IEntityTypeConfiguration<AllowanceRest>
{
    public void Configure(EntityTypeBuilder<AllowanceRest> builder)
    {
        builder.ToTable("billing_allowance_rests");
        builder.Property(r => r.Code).HasMaxLength(100);
        builder.HasIndex(r => new { r.PoolId, r.Into }).IsUnique();
        builder.HasIndex(r => new { r.AccountId, r.Into });
    }
}

internal sealed class AdvanceChargeTable : IEntityTypeConfiguration<AdvanceCharge>
{
    public void Configure(EntityTypeBuilder<AdvanceCharge> builder)
    {
        builder.ToTable("billing_advance_charges");
        builder.Property(c => c.Code).HasMaxLength(100);
        builder.HasIndex(c => new { c.ProductId, c.Code, c.For }).IsUnique();
        builder.HasIndex(c => new { c.AccountId, c.For });
    }
}
