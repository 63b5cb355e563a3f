using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The roles that a new hall begins with; from then on they are the operator's data. <c>administrator</c> gets
/// every permission there is when it is made; a permission that a later version brings is given by hand.</summary>
public sealed class MakeStartingRoles(PortalDbContext db, IEnumerable<Permission> permissions, TimeProvider clock)
{
    public const string Administrator = "administrator";

    public async Task HandleAsync(CancellationToken ct)
    {
        if (await db.Set<StaffRole>().AnyAsync(ct)) return;
        foreach (var (name, title, allowed) in Roles())
        {
            var id = Guid.CreateVersion7();
            db.Add(new StaffRole { Id = id, Name = name, Title = title, Permissions = [.. allowed.Select(p => new RolePermission { RoleId = id, Permission = p })] });
            db.Audit(Caller.System, clock, "role_saved", "role", name, details: new { given = allowed });
        }
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException failure) when (db.IsDuplicateKey(failure)) { db.ChangeTracker.Clear(); /* another node made them */ }
    }

    IEnumerable<(string, LocalText, string[])> Roles() =>
    [
        (Administrator, LocalText.Of("系统管理员", "Administrator"), [.. permissions.Select(p => p.Name).Distinct(StringComparer.Ordinal)]),
        ("agent", LocalText.Of("客服代表", "Service agent"), Known("customer.view", "customer.reveal")),
        ("auditor", LocalText.Of("审计员", "Auditor"), Known(KernelPermissions.ReadAudit)),
        ("operator", LocalText.Of("运行维护员", "Operations"), Known(KernelPermissions.ReadOutbox, KernelPermissions.RetryOutbox)),
    ];

    // The names that later modules register are data here, so that Identity need not know those modules.
    string[] Known(params string[] names) => [.. names.Where(n => permissions.Any(p => p.Name == n))];
}
