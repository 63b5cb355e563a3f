using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Who pays which charges of a line, and when: a firm or a parent pays the plan, the user the rest.</summary>
internal sealed class PaymentResponsibility
{
    public Guid Id { get; init; }
    public Guid LineId { get; init; }
    /// <summary>Which charges; every kind when null. A rule that names the kind goes before one that does not.</summary>
    public ChargeKind? Kind { get; init; }
    public DateOnly From { get; init; }
    /// <summary>The last day, itself included; open when null.</summary>
    public DateOnly? To { get; set; }
    public Guid AccountId { get; init; }
    /// <summary>The most it pays in a calendar month; the next rule, in the end the line's own account, pays what is above.</summary>
    public Money? Cap { get; init; }
    /// <summary>Lower pays first.</summary>
    public int Rank { get; init; }
    public RecordSource? Source { get; set; }
}

internal sealed class PaymentResponsibilityTable : IEntityTypeConfiguration<PaymentResponsibility>
{
    public void Configure(EntityTypeBuilder<PaymentResponsibility> builder)
    {
        builder.ToTable("billing_payment_responsibilities");
        builder.HasIndex(r => r.LineId);
        builder.HasIndex(r => r.AccountId);
        builder.HasSource(r => r.Source);
    }
}
