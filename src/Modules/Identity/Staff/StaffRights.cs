using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Who may give which rights to whom: nobody more than they have, and never so that nobody is left to give any.</summary>
internal static class StaffRights
{
    public static async Task<List<StaffRole>> RolesAsync(PortalDbContext db, IReadOnlyList<string> names, CancellationToken ct) =>
        await db.Set<StaffRole>().Include(r => r.Permissions).Where(r => names.Contains(r.Name)).ToListAsync(ct);

    public static Refusal? MayGive(IReadOnlyList<StaffRole> found, IReadOnlyList<string> asked, string? area, Caller caller) =>
        asked.FirstOrDefault(name => found.All(r => r.Name != name)) is { } unknown ? Refusal.Invalid("role.unknown", "Roles", ("role", unknown))
        : found.FirstOrDefault(r => r.Permissions.Exists(p => !caller.Reaches(p.Permission, area))) is { } more ? Refusal.NotAllowed("role.more_than_yours", ("role", more.Title))
        : null;

    /// <summary>Whether anybody but one could still manage staff.</summary>
    public static Task<bool> OthersManageAsync(PortalDbContext db, Guid but, CancellationToken ct) =>
        (from member in db.Set<StaffMember>()
         join post in db.Set<StaffPost>() on member.Id equals post.StaffId
         join permission in db.Set<RolePermission>() on post.RoleId equals permission.RoleId
         where member.Id != but && member.DisabledAt == null && post.Area == null && permission.Permission == IdentityPermissions.ManageStaff
         select member.Id).AnyAsync(ct);

    /// <summary>Whether a member may do anything that the caller may not: then the caller must leave them alone.</summary>
    public static async Task<bool> OutranksAsync(PortalDbContext db, Guid staffId, Caller caller, CancellationToken ct) =>
        (await (from post in db.Set<StaffPost>()
                join permission in db.Set<RolePermission>() on post.RoleId equals permission.RoleId
                where post.StaffId == staffId
                select permission.Permission).Distinct().ToListAsync(ct)).Exists(p => !caller.Can(p));
}
