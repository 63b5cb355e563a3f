using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Customers;

/// <summary>What a person may do with an account, a line or an organisation. Call details are a right apart from the bill.</summary>
[Flags]
public enum Right
{
    None = 0,
    Pay = 1,
    SeeBill = 2,
    SeeDetails = 4,
    Order = 8,
    End = 16,
    /// <summary>Give these rights to others, and take them back.</summary>
    Delegate = 32,
    All = Pay | SeeBill | SeeDetails | Order | End | Delegate,
}

public enum GrantBasis { Holder, Payer, User, Guardian, Delegate, Administrator }

/// <summary>Who may do what with what, from when to when, and on what ground. Checked inside every query, never from the
/// cookie, so that a right withdrawn a second ago is gone.</summary>
internal sealed class Grant
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    // Exactly one of the three is set.
    public Guid? AccountId { get; init; }
    public Guid? LineId { get; init; }
    /// <summary>An organisation: the grant reaches every account and line below it.</summary>
    public Guid? OrganisationId { get; init; }
    public Right Rights { get; set; }
    public GrantBasis Basis { get; init; }
    public DateTime From { get; init; }
    public DateTime? To { get; set; }
    public Guid? ConsentId { get; init; }
    /// <summary>Who gave it, for delegations.</summary>
    public Guid? GivenBy { get; init; }
}

internal sealed class GrantTable : IEntityTypeConfiguration<Grant>
{
    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.ToTable("customers_grants", t => t.HasCheckConstraint("ck_customers_grants_one_object",
            "(CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN line_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) = 1"));
        // A set of flags must be a number in the database to be tested there.
        builder.Property(g => g.Rights).HasConversion<int>();
        builder.HasOne<Party>().WithMany().HasForeignKey(g => g.PersonId);
        builder.HasIndex(g => g.PersonId);
        builder.HasIndex(g => g.AccountId);
        builder.HasIndex(g => g.LineId);
        builder.HasIndex(g => g.OrganisationId);
    }
}
