using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>A named set of permissions.</summary>
internal sealed class StaffRole : IVersioned
{
    public Guid Id { get; init; }
    /// <summary>For the command line: <c>administrator</c>.</summary>
    public required string Name { get; init; }
    public required LocalText Title { get; set; }
    public List<RolePermission> Permissions { get; set; } = [];
    public int Version { get; set; }
}

internal sealed class RolePermission
{
    public Guid RoleId { get; init; }
    public required string Permission { get; init; }
}

/// <summary>A member of staff holds a role.</summary>
internal sealed class StaffPost
{
    public Guid Id { get; init; }
    public Guid StaffId { get; init; }
    public Guid RoleId { get; init; }
    /// <summary>The province or part of it in which the role holds; null is this whole cell.</summary>
    public string? Area { get; init; }
}

internal sealed class StaffRoleTable : IEntityTypeConfiguration<StaffRole>
{
    public void Configure(EntityTypeBuilder<StaffRole> builder)
    {
        builder.ToTable("identity_staff_roles");
        builder.Property(r => r.Name).HasMaxLength(60);
        builder.HasIndex(r => r.Name).IsUnique();
        builder.HasMany(r => r.Permissions).WithOne().HasForeignKey(p => p.RoleId);
    }
}

internal sealed class RolePermissionTable : IEntityTypeConfiguration<RolePermission>
{
    public void Configure(EntityTypeBuilder<RolePermission> builder)
    {
        builder.ToTable("identity_staff_role_permissions");
        builder.HasKey(p => new { p.RoleId, p.Permission });
        builder.Property(p => p.Permission).HasMaxLength(60);
    }
}

internal sealed class StaffPostTable : IEntityTypeConfiguration<StaffPost>
{
    public void Configure(EntityTypeBuilder<StaffPost> builder)
    {
        builder.ToTable("identity_staff_posts");
        builder.Property(p => p.Area).HasMaxLength(60);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(p => p.StaffId);
        builder.HasOne<StaffRole>().WithMany().HasForeignKey(p => p.RoleId);
        builder.HasIndex(p => new { p.StaffId, p.RoleId, p.Area }).IsUnique();
    }
}
