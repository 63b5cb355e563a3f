using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Makes a role, or says anew what it allows; it holds from its holders' next request.</summary>
/// <param name="Title">In both languages; null keeps the title of a role that exists.</param>
public sealed record SaveRole(string Name, LocalText? Title, IReadOnlyList<string> Permissions);

public sealed partial class SaveRoleHandler(PortalDbContext db, IEnumerable<Permission> known, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(SaveRole command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(IdentityPermissions.ManageRoles) is { } lacking) return lacking;
        if (!GoodName().IsMatch(command.Name)) return Refusal.Invalid("role.name", nameof(command.Name));
        var asked = command.Permissions.ToHashSet(StringComparer.Ordinal);
        if (asked.FirstOrDefault(p => known.All(k => k.Name != p)) is { } unknown) return Refusal.Invalid("permission.unknown", nameof(command.Permissions), ("permission", unknown));
        var role = await db.Set<StaffRole>().Include(r => r.Permissions).SingleOrDefaultAsync(r => r.Name == command.Name, ct);

        if (role?.Name == MakeStartingRoles.Administrator && known.Any(k => !asked.Contains(k.Name))) return Refusal.Conflict("role.holds_everything", ("role", role.Title));
        if (role is null && command.Title is null) return Refusal.Invalid("role.title", nameof(command.Title));
        var had = role?.Permissions.Select(p => p.Permission).ToHashSet(StringComparer.Ordinal) ?? [];
        // Neither given nor taken: what one does not have oneself is not one's to move.
        if (asked.Except(had).Concat(had.Except(asked)).FirstOrDefault(p => !caller.Can(p)) is { } more)
            return Refusal.NotAllowed("role.more_than_yours", ("role", Text.Of("permission." + more)));
        if (had.Contains(IdentityPermissions.ManageStaff) && !asked.Contains(IdentityPermissions.ManageStaff) && !await ManagersRemainAsync(role!.Id, ct))
            return Refusal.Conflict("staff.last_manager");

        if (role is null) db.Add(role = new StaffRole { Id = Guid.CreateVersion7(), Name = command.Name, Title = command.Title! });
        role.Title = command.Title ?? role.Title;
        role.Permissions.RemoveAll(p => !asked.Contains(p.Permission));
        role.Permissions.AddRange(asked.Except(had).Select(p => new RolePermission { RoleId = role.Id, Permission = p }));
        db.Audit(caller, clock, "role_saved", "role", role.Name, details: new { given = asked.Except(had), taken = had.Except(asked) });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }

    Task<bool> ManagersRemainAsync(Guid butRole, CancellationToken ct) =>
        db.Set<StaffPost>().AnyAsync(p => p.RoleId != butRole
            && db.Set<RolePermission>().Any(r => r.RoleId == p.RoleId && r.Permission == IdentityPermissions.ManageStaff)
            && db.Set<StaffMember>().Any(s => s.Id == p.StaffId && s.DisabledAt == null), ct);

    [System.Text.RegularExpressions.GeneratedRegex("^[a-z][a-z0-9-]{1,39}$", System.Text.RegularExpressions.RegexOptions.CultureInvariant)]
    private static partial System.Text.RegularExpressions.Regex GoodName();
}
