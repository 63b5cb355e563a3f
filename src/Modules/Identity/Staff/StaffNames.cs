using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Names of staff for whoever may read the audit log, and for colleagues: an id tells nobody anything.</summary>
public sealed class StaffNames(PortalDbContext db)
{
    public async Task<IReadOnlyDictionary<Guid, string>> ListAsync(IEnumerable<Guid> staff, Caller caller, CancellationToken ct)
    {
        Guid[] ids = caller.Can(KernelPermissions.ReadAudit) ? [.. staff.Distinct()] : [];
        return ids.Length == 0 ? new Dictionary<Guid, string>() : await db.Set<StaffMember>().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
    }

    /// <summary>For who decides beside them: a second person must know whose word it is that they confirm.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> ColleaguesAsync(IEnumerable<Guid> staff, Caller caller, CancellationToken ct)
    {
        Guid[] ids = caller.Kind == CallerKind.Staff ? [.. staff.Distinct()] : [];
        return ids.Length == 0 ? new Dictionary<Guid, string>() : await db.Set<StaffMember>().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.DisplayName, ct);
    }

    public async Task<Guid?> FindAsync(string name, Caller caller, CancellationToken ct)
    {
        var key = StaffMember.KeyOf(name);
        return caller.Can(KernelPermissions.ReadAudit) ? await db.Set<StaffMember>().Where(s => s.NameKey == key).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(ct) : null;
    }
}
