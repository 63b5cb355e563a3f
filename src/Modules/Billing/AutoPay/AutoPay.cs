using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

public enum AutoPayState
{
    /// <summary>The payer has been sent to the gateway to agree.</summary>
    Asked,
    On,
    /// <summary>The payer did not agree, or not in time.</summary>
    Declined,
    Off,
}

/// <summary>Somebody's standing permission to charge them for an account's bills. Its id is the gateway's idempotency key.</summary>
internal sealed class AutoPay : IVersioned, IUnshown
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    /// <summary>Who held the account when it was agreed: a later holder's bills are not theirs to pay.</summary>
    public Guid HolderPartyId { get; init; }
    /// <summary>Who is charged.</summary>
    public Guid PersonId { get; init; }
    public required string Gateway { get; init; }
    /// <summary>What the payer chose there.</summary>
    public string? Method { get; set; }
    public required string Language { get; init; }
    public required string IdempotencyKey { get; init; }
    public AutoPayState State { get; set; } = AutoPayState.Asked;
    public string? GatewayReference { get; set; }
    public DateTime AskedAt { get; init; }
    /// <summary>Until when the gateway is asked whether they agreed.</summary>
    public DateTime ExpiresAt { get; init; }
    public DateTime? LookedAt { get; set; }
    public DateTime? OnAt { get; set; }
    public DateTime? EndedAt { get; set; }
    /// <summary>The account while it is on: an account has one.</summary>
    public Guid? LiveAccountId { get; set; }
    public int Version { get; set; }
}

public enum AutoChargeState
{
    Announced,
    /// <summary>A payment is on its way.</summary>
    Charging,
    /// <summary>Nothing is owed any more, by whichever way it was paid.</summary>
    Paid,
    /// <summary>Tried as often as planned.</summary>
    GivenUp,
    /// <summary>Auto-pay was switched off before.</summary>
    Withdrawn,
}

/// <summary>One bill on its way to be charged by itself.</summary>
internal sealed class AutoCharge : IVersioned, IUnshown
{
    public Guid Id { get; init; }
    public Guid AutoPayId { get; init; }
    public Guid BillId { get; init; }
    /// <summary>As told to the payer: never more than this is charged, and not before <see cref="ChargeOn"/>.</summary>
    public Money Announced { get; set; }
    public DateOnly FirstOn { get; set; }
    public DateOnly ChargeOn { get; set; }
    public AutoChargeState State { get; set; } = AutoChargeState.Announced;
    /// <summary>How often the bank said no.</summary>
    public int Failed { get; set; }
    /// <summary>How many payments have been started: the next one's key.</summary>
    public int Started { get; set; }
    public Guid? PaymentId { get; set; }
    public int Version { get; set; }
}

internal sealed class AutoPayTable : IEntityTypeConfiguration<AutoPay>
{
    public void Configure(EntityTypeBuilder<AutoPay> builder)
    {
        builder.ToTable("billing_auto_pays");
        builder.Property(a => a.Gateway).HasMaxLength(40);
        builder.Property(a => a.Method).HasMaxLength(40);
        builder.Property(a => a.Language).HasMaxLength(20);
        builder.Property(a => a.IdempotencyKey).HasMaxLength(100);
        builder.Property(a => a.GatewayReference).HasMaxLength(100);
        builder.HasIndex(a => a.LiveAccountId).IsUnique();
        builder.HasIndex(a => new { a.PersonId, a.IdempotencyKey }).IsUnique();
        builder.HasIndex(a => a.AccountId);
    }
}

internal sealed class AutoChargeTable : IEntityTypeConfiguration<AutoCharge>
{
    public void Configure(EntityTypeBuilder<AutoCharge> builder)
    {
        builder.ToTable("billing_auto_charges");
        builder.HasIndex(c => new { c.AutoPayId, c.BillId }).IsUnique();
        builder.HasIndex(c => new { c.State, c.ChargeOn });
        builder.HasIndex(c => c.PaymentId);
    }
}
