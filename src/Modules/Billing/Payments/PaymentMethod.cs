using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

public enum PaymentMethodKind { Cash, Cheque, ElectronicCheque, BankTransfer, Card, Wallet, Other }

/// <summary>How an account is usually paid.</summary>
internal sealed class PaymentMethod
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public PaymentMethodKind Kind { get; set; }
    /// <summary>Drawn by us when due, rather than sent by the customer.</summary>
    public bool Automatic { get; set; }
    public RecordSource? Source { get; set; }
}

internal sealed class PaymentMethodTable : IEntityTypeConfiguration<PaymentMethod>
{
    public void Configure(EntityTypeBuilder<PaymentMethod> builder)
    {
        builder.ToTable("billing_payment_methods");
        builder.HasIndex(m => m.AccountId);
        builder.HasSource(m => m.Source);
    }
}
