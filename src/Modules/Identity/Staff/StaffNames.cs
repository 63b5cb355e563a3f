using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Names of staff for whoever may read the audit log: an id tells an auditor nothing.</summary>
public sealed class StaffNames(PortalDbContext db)
{
    public async Task<IReadOnlyDictionary<Guid, string>> ListAsync(IEnumerable<Guid> staff, Caller caller, CancellationToken ct)
    {
        Guid[] ids = caller.Can(KernelPermissions.ReadAudit) ? [.. staff.Distinct()] : [];
        return ids.Length == 0 ? new Dictionary<Guid, string>() : await db.Set<StaffMember>().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
    }

    public async Task<Guid?> FindAsync(string name, Caller caller, CancellationToken ct)
    {
        var key = StaffMember.KeyOf(name);
        return caller.Can(KernelPermissions.ReadAudit) ? await db.Set<StaffMember>().Where(s => s.NameKey == key).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(ct) : null;
    }
}
