using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

public enum LineKind { Mobile, Fixed, Broadband, Iot, Television }

/// <summary>One service in use: a mobile, a fixed line, a broadband connection. It may have no number (an import that
/// knows none invents none), and over time several: see <see cref="Tenure"/>.</summary>
internal sealed class Line : IVersioned
{
    public Guid Id { get; init; }
    public Guid CustomerId { get; init; }
    /// <summary>Who pays unless a payment responsibility says otherwise.</summary>
    public Guid AccountId { get; set; }
    public Guid HolderPartyId { get; set; }
    /// <summary>The person who uses it, when that is not the holder: an organisation's lines always record one.</summary>
    public Guid? UserPersonId { get; set; }
    public LineKind Kind { get; init; }
    public LineState State { get; set; }
    /// <summary>What its people call it: 妈妈, 家庭宽带.</summary>
    public string? Label { get; set; }
    public DateTime From { get; init; }
    public DateTime? To { get; set; }
    public RecordSource? Source { get; set; }
    public int Version { get; set; }
}

/// <summary>Who held a service identifier, from when to when. Ends by cease, transfer, change of number or port-out, and
/// with it everything that hangs on it: sign-in, bindings, queued notices.</summary>
internal sealed class Tenure
{
    public Guid Id { get; init; }
    public Guid LineId { get; init; }
    public IdentifierKind Kind { get; init; }
    public required string Value { get; init; }
    public DateTime From { get; init; }
    public DateTime? To { get; set; }
    public string? EndReason { get; set; }
}

public enum RestrictionReason { Debt, OwnersWish, Loss, RealName, Fraud, Cap }

public enum RestrictionScope { Outgoing, Data, All }

/// <summary>Why a line may not do all it could; several can hold at once, and paying lifts debt alone.</summary>
internal sealed class Restriction
{
    public Guid Id { get; init; }
    public Guid LineId { get; init; }
    public RestrictionReason Reason { get; init; }
    public RestrictionScope Scope { get; init; }
    public DateTime From { get; init; }
    public DateTime? To { get; set; }
}

/// <summary>What a line or customer has (TM Forum: Product): an offer at a pinned version, perhaps at a negotiated price.</summary>
internal sealed class Product : IVersioned, IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "product";
    public Guid CustomerId { get; init; }
    public Guid? LineId { get; init; }
    public Guid AccountId { get; set; }
    public Guid OfferVersionId { get; init; }
    public Money? NegotiatedMonthly { get; set; }
    public DateTime From { get; init; }
    public DateTime? To { get; set; }
    public RecordSource? Source { get; set; }
    public int Version { get; set; }
}

/// <summary>A term the customer has agreed to (TM Forum: Agreement).</summary>
internal sealed class Contract
{
    public Guid Id { get; init; }
    public Guid CustomerId { get; init; }
    public Guid? LineId { get; init; }
    public required LocalText Name { get; set; }
    /// <summary>Months; 0 is from month to month.</summary>
    public int TermMonths { get; set; }
    public DateTime From { get; init; }
    public DateTime? To { get; set; }
    public RecordSource? Source { get; set; }
}

internal sealed class LineTable : IEntityTypeConfiguration<Line>
{
    public void Configure(EntityTypeBuilder<Line> builder)
    {
        builder.ToTable("subscriptions_lines");
        builder.Property(l => l.Label).HasMaxLength(60);
        builder.HasIndex(l => l.CustomerId);
        builder.HasIndex(l => l.AccountId);
        builder.HasIndex(l => l.HolderPartyId);
        builder.HasIndex(l => l.UserPersonId);
        builder.HasSource(l => l.Source);
    }
}

internal sealed class TenureTable : IEntityTypeConfiguration<Tenure>
{
    public void Configure(EntityTypeBuilder<Tenure> builder)
    {
        builder.ToTable("subscriptions_tenures");
        builder.Property(t => t.Value).HasMaxLength(60);
        builder.Property(t => t.EndReason).HasMaxLength(40);
        builder.HasOne<Line>().WithMany().HasForeignKey(t => t.LineId);
        builder.HasIndex(t => t.LineId);
        // One holder at a time: the open tenure of an identifier is unique.
        builder.HasIndex(t => new { t.Kind, t.Value }).IsUnique().HasFilter("\"to\" IS NULL").HasDatabaseName("ux_subscriptions_tenures_open");
        builder.HasIndex(t => new { t.Kind, t.Value, t.From });
    }
}

internal sealed class RestrictionTable : IEntityTypeConfiguration<Restriction>
{
    public void Configure(EntityTypeBuilder<Restriction> builder)
    {
        builder.ToTable("subscriptions_restrictions");
        builder.HasOne<Line>().WithMany().HasForeignKey(r => r.LineId);
        builder.HasIndex(r => r.LineId);
    }
}

internal sealed class ProductTable : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.ToTable("subscriptions_products");
        builder.HasOne<Line>().WithMany().HasForeignKey(p => p.LineId);
        builder.HasIndex(p => p.LineId);
        builder.HasIndex(p => p.CustomerId);
        builder.HasIndex(p => p.AccountId);
        builder.HasSource(p => p.Source);
    }
}

internal sealed class ContractTable : IEntityTypeConfiguration<Contract>
{
    public void Configure(EntityTypeBuilder<Contract> builder)
    {
        builder.ToTable("subscriptions_contracts");
        builder.HasIndex(c => c.CustomerId);
        builder.HasIndex(c => c.LineId);
        builder.HasSource(c => c.Source);
    }
}
