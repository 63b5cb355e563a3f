using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The roles that a new hall begins with; from then on they are the operator's data. <c>administrator</c> alone
/// stays ours: it holds every permission there is, so whenever a hall starts it is given those that a later version brought.</summary>
public sealed class MakeStartingRoles(PortalDbContext db, IEnumerable<Permission> permissions, TimeProvider clock)
{
    public const string Administrator = "administrator";

    public async Task HandleAsync(CancellationToken ct)
    {
        if (await db.Set<StaffRole>().AnyAsync(ct))
        {
            await KeepAdministratorAsync(ct);
            return;
        }
        foreach (var (name, title, allowed) in Roles())
        {
            var id = Guid.CreateVersion7();
            db.Add(new StaffRole { Id = id, Name = name, Title = title, Permissions = [.. allowed.Select(p => new RolePermission { RoleId = id, Permission = p })] });
            db.Audit(Caller.System, clock, "role_saved", "role", name, details: new { given = allowed });
        }
        await SaveAsync(ct);
    }

    // Rows rather than a flag: who may give what to whom is asked of the rows alone. A name that only another version knows
    // stays, for that version may be running beside this one.
    async Task KeepAdministratorAsync(CancellationToken ct)
    {
        var role = await db.Set<StaffRole>().Include(r => r.Permissions).SingleOrDefaultAsync(r => r.Name == Administrator, ct);
        string[] lacking = [.. Everything.Except(role?.Permissions.Select(p => p.Permission) ?? [], StringComparer.Ordinal)];
        if (role is null || lacking.Length == 0) return;
        role.Permissions.AddRange(lacking.Select(p => new RolePermission { RoleId = role.Id, Permission = p }));
        db.Audit(Caller.System, clock, "role_saved", "role", Administrator, details: new { given = lacking });
        await SaveAsync(ct);
    }

    async Task SaveAsync(CancellationToken ct)
    {
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException failure) when (failure is DbUpdateConcurrencyException || db.IsDuplicateKey(failure)) { db.ChangeTracker.Clear(); /* another node did the same */ }
    }

    IEnumerable<string> Everything => permissions.Select(p => p.Name).Distinct(StringComparer.Ordinal);

    IEnumerable<(string, LocalText, string[])> Roles() =>
    [
        (Administrator, LocalText.Of("系统管理员", "Administrator"), [.. Everything]),
        ("agent", LocalText.Of("客服代表", "Service agent"), Known("customer.view", "customer.reveal", "dispute.decide", "adjustment.propose")),
        ("supervisor", LocalText.Of("客服主管", "Service supervisor"), Known("customer.view", "dispute.decide", "adjustment.propose", "adjustment.approve")),
        ("auditor", LocalText.Of("审计员", "Auditor"), Known(KernelPermissions.ReadAudit, KernelPermissions.ExportAudit)),
        ("operator", LocalText.Of("运行维护员", "Operations"), Known(KernelPermissions.ReadOutbox, KernelPermissions.RetryOutbox)),
    ];

    // The names that later modules register are data here, so that Identity need not know those modules.
    string[] Known(params string[] names) => [.. names.Where(n => permissions.Any(p => p.Name == n))];
}
