using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What became of another system's wish for a bill now (TM Forum: CustomerBillOnDemand).</summary>
internal sealed class BillRequest : IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "customerBillOnDemand";
    public Guid AccountId { get; init; }
    public string? Name { get; init; }
    public string? Description { get; init; }
    public DateTime AskedAt { get; init; }
    /// <summary>The bill of the period, made for this request or before it; none when there was nothing to bill.</summary>
    public Guid? BillId { get; init; }
}

internal sealed class BillRequestTable : IEntityTypeConfiguration<BillRequest>
{
    public void Configure(EntityTypeBuilder<BillRequest> builder)
    {
        builder.ToTable("billing_bill_requests");
        builder.Property(r => r.Name).HasMaxLength(200);
        builder.Property(r => r.Description).HasMaxLength(400);
        builder.HasOne<Bill>().WithMany().HasForeignKey(r => r.BillId);
        builder.HasIndex(r => r.AccountId);
    }
}

/// <summary>Such a wish as other systems list it.</summary>
public sealed class ListedBillRequest : IRow
{
    public Guid Id { get; init; }
    public string? Name { get; init; }
    public string? Description { get; init; }
    public DateTime AskedAt { get; init; }
    public required string State { get; init; }
    public Guid? BillId { get; init; }
    public Guid AccountId { get; init; }
    public required string AccountName { get; init; }
    public Guid HolderPartyId { get; init; }
    public PartyKind HolderKind { get; init; }
    public string? HolderName { get; init; }
}

public static class ListedBillRequests
{
    public static IQueryable<ListedBillRequest> Of(PortalDbContext db, Caller caller, DateTime now)
    {
        var accounts = ListedAccounts.Ids(db, caller, BillingPermissions.ReadBills, now);
        return from request in db.Set<BillRequest>().AsNoTracking()
               where accounts.Contains(request.AccountId)
               join account in AccountRows.Of(db) on request.AccountId equals account.Id
               join holder in PartyNames.Of(db) on account.HolderPartyId equals holder.Id
               select new ListedBillRequest
               {
                   Id = request.Id, Name = request.Name, Description = request.Description, AskedAt = request.AskedAt, State = request.BillId == null ? "rejected" : "done", BillId = request.BillId,
                   AccountId = account.Id, AccountName = account.Name ?? account.Number, HolderPartyId = holder.Id, HolderKind = holder.Kind, HolderName = holder.Name,
               };
    }
}
