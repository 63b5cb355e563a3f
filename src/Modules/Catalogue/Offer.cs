using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Catalogue;

public enum OfferKind { Plan, AddOn, Bundle, ValueAdded, Broadband, Instalment }

/// <summary>Something that can be had (TM Forum: ProductOffering). What it costs and includes is in its versions.</summary>
internal sealed class Offer : IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "productOffering";
    /// <summary>The key by which files and systems name it.</summary>
    public required string Code { get; init; }
    public OfferKind Kind { get; init; }
    public required LocalText Name { get; set; }
    /// <summary>When another system last changed it over the interfaces; never when null.</summary>
    public DateTime? UpdatedAt { get; set; }
    public RecordSource? Source { get; set; }
    public List<OfferVersion> Versions { get; init; } = [];
}

public enum OfferVersionState { Draft, Preview, Published, Withdrawn }

/// <summary>An offer as it stood from a day on. A subscription is pinned to one; a newer one touches nobody by itself.</summary>
internal sealed class OfferVersion
{
    public Guid Id { get; init; }
    public Guid OfferId { get; init; }
    public int Number { get; init; }
    public OfferVersionState State { get; set; }
    public DateTime OnSaleFrom { get; set; }
    public DateTime? OnSaleTo { get; set; }
    /// <summary>The number under which the tariff is filed and shown in public (资费编号).</summary>
    public string? TariffNumber { get; set; }
    /// <summary>Where it is sold; empty is everywhere.</summary>
    public string Area { get; set; } = "";
    public LocalText? Description { get; set; }
    /// <summary>Somebody has it: its prices stay as they are.</summary>
    public bool Pinned { get; set; }
    /// <summary>All that it costs, includes and asks for, where it came as a file. Prices and allowances are then a projection of
    /// it for those who look at no more; where it is null they are all there is (<see cref="SimpleTerms"/>).</summary>
    public OfferTerms? Terms { get; set; }
    public List<Price> Prices { get; init; } = [];
    public List<Allowance> Allowances { get; init; } = [];
}

public enum PriceKind { OneTime, Recurring, Usage }

/// <summary>What is used or counted.</summary>
public enum UsageKind { Voice, Message, Data, Other }

/// <summary>One price of a version (TM Forum: ProductOfferingPrice).</summary>
internal sealed class Price : IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "productOfferingPrice";
    /// <summary>None for a price that another system has made and put on no offer yet.</summary>
    public Guid? OfferVersionId { get; set; }
    public PriceKind Kind { get; set; }
    public LocalText? Name { get; set; }
    /// <summary>For one-time and recurring (a month) prices, tax included as stated by <see cref="TaxIncluded"/>.</summary>
    public Money Amount { get; set; }
    /// <summary>For usage: per block of <see cref="BlockSize"/> units (seconds, messages, kilobytes).</summary>
    public UnitPrice UnitPrice { get; set; }
    public long BlockSize { get; set; }
    public UsageKind? Usage { get; init; }
    public bool TaxIncluded { get; set; } = true;
    public DateTime? UpdatedAt { get; set; }
}

/// <summary>What a version includes a month: seconds, messages or kilobytes (1,024 bytes).</summary>
internal sealed class Allowance
{
    public Guid Id { get; init; }
    public Guid OfferVersionId { get; init; }
    public UsageKind Usage { get; init; }
    public long Quantity { get; set; }
    public LocalText? Name { get; set; }
    /// <summary>Smaller is drawn first.</summary>
    public int Priority { get; set; }
}

internal sealed class OfferTable : IEntityTypeConfiguration<Offer>
{
    public void Configure(EntityTypeBuilder<Offer> builder)
    {
        builder.ToTable("catalogue_offers");
        builder.Property(o => o.Code).HasMaxLength(100);
        builder.HasIndex(o => o.Code).IsUnique();
        builder.HasSource(o => o.Source);
        builder.HasMany(o => o.Versions).WithOne().HasForeignKey(v => v.OfferId);
    }
}

internal sealed class OfferVersionTable : IEntityTypeConfiguration<OfferVersion>
{
    public void Configure(EntityTypeBuilder<OfferVersion> builder)
    {
        builder.ToTable("catalogue_versions");
        builder.Property(v => v.TariffNumber).HasMaxLength(60);
        builder.Property(v => v.Area).HasMaxLength(200);
        builder.Property(v => v.Terms).HasConversion(t => StoredTerms.Write(t!), text => StoredTerms.Read(text), new ValueComparer<OfferTerms?>(
            (a, b) => ReferenceEquals(a, b) || (a != null && b != null && StoredTerms.Write(a) == StoredTerms.Write(b)),
            t => t == null ? 0 : StoredTerms.Write(t).GetHashCode(StringComparison.Ordinal),
            t => t)); // terms never change in themselves
        builder.HasIndex(v => new { v.OfferId, v.Number }).IsUnique();
        builder.HasMany(v => v.Prices).WithOne().HasForeignKey(p => p.OfferVersionId);
        builder.HasMany(v => v.Allowances).WithOne().HasForeignKey(a => a.OfferVersionId);
    }
}

internal sealed class PriceTable : IEntityTypeConfiguration<Price>
{
    public void Configure(EntityTypeBuilder<Price> builder) => builder.ToTable("catalogue_prices");
}

internal sealed class AllowanceTable : IEntityTypeConfiguration<Allowance>
{
    public void Configure(EntityTypeBuilder<Allowance> builder) => builder.ToTable("catalogue_allowances");
}
