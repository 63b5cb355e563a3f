using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>What an account that no bill goes to is for.</summary>
public enum SideAccountKind { Party, Settlement, Financial }

/// <summary>An account that other systems keep with us and that no bill goes to: of a partner to settle with, of a party
/// without services, of the general ledger.</summary>
internal sealed class SideAccount : IVersioned, IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => Kind switch { SideAccountKind.Party => "partyAccount", SideAccountKind.Settlement => "settlementAccount", _ => "financialAccount" };
    public SideAccountKind Kind { get; init; }
    public required string Name { get; set; }
    /// <summary>None for an account of the general ledger.</summary>
    public Guid? HolderPartyId { get; init; }
    public string? State { get; set; }
    public DateTime OpenedAt { get; init; }
    public DateTime ChangedAt { get; set; }
    public int Version { get; set; }
}

internal sealed class SideAccountTable : IEntityTypeConfiguration<SideAccount>
{
    public void Configure(EntityTypeBuilder<SideAccount> builder)
    {
        builder.ToTable("customers_side_accounts");
        builder.Property(a => a.Name).HasMaxLength(200);
        builder.Property(a => a.State).HasMaxLength(40);
        builder.HasOne<Party>().WithMany().HasForeignKey(a => a.HolderPartyId);
        builder.HasIndex(a => a.HolderPartyId);
    }
}

/// <summary>Such an account as other systems list it.</summary>
public sealed class ListedSideAccount : IRow
{
    public Guid Id { get; init; }
    public SideAccountKind Kind { get; init; }
    public required string Name { get; init; }
    public Guid? HolderPartyId { get; init; }
    public PartyKind? HolderKind { get; init; }
    public string? HolderName { get; init; }
    public string? State { get; init; }
    public DateTime ChangedAt { get; init; }
}

public static class ListedSideAccounts
{
    public static IQueryable<ListedSideAccount> Of(PortalDbContext db, SideAccountKind kind, Caller caller, DateTime now)
    {
        var all = caller.Can(CustomersPermissions.ReadAccounts);
        var parties = ListedParties.Seen(db, caller, CustomersPermissions.ReadAccounts, now).Select(p => p.Id);
        return from account in db.Set<SideAccount>().AsNoTracking().Where(a => a.Kind == kind && (all || (a.HolderPartyId != null && parties.Contains(a.HolderPartyId.Value))))
               join holder in db.Set<Party>() on account.HolderPartyId equals holder.Id into holders
               from holder in holders.DefaultIfEmpty()
               select new ListedSideAccount
               {
                   Id = account.Id, Kind = account.Kind, Name = account.Name, HolderPartyId = account.HolderPartyId, HolderKind = holder == null ? null : holder.Kind,
                   HolderName = holder == null ? null : holder.Name ?? account.Name, State = account.State, ChangedAt = account.ChangedAt,
               };
    }
}
