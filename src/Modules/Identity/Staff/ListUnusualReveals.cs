using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <param name="Refused">How often the limit stopped them.</param>
public sealed record UnusualReveals(Guid StaffId, string Name, int Count, int Refused);

/// <summary>Members of staff who saw unusually much whole within a day, for the auditor.</summary>
public sealed class ListUnusualReveals(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<IReadOnlyList<UnusualReveals>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(KernelPermissions.ReadAudit) is { } lacking) return lacking;
        var since = clock.GetUtcNow().UtcDateTime.AddDays(-1);
        var counts = await (from count in AuditCounts.OfStaff(db, since, ["document_revealed", "field_revealed"], "reveal_refused")
                            join member in db.Set<StaffMember>() on count.ActorId equals member.Id
                            select new UnusualReveals(member.Id, member.Name, count.Count, count.Refused)).ToListAsync(ct);
        return Unusual([.. counts.OrderByDescending(c => c.Count + c.Refused).ThenBy(c => c.Name, StringComparer.Ordinal)]);
    }

    const int Few = 10, TimesTheMiddle = 3;

    /// <summary>Those the limit stopped, and those with more than ten who saw three times as much as the one in the middle of
    /// their colleagues. One's own count is no measure of oneself.</summary>
    internal static UnusualReveals[] Unusual(UnusualReveals[] counts) =>
        [.. counts.Where(one => one.Refused > 0 || (one.Count > Few && one.Count >= TimesTheMiddle * Middle([.. counts.Where(c => c.StaffId != one.StaffId).Select(c => c.Count)])))];

    static int Middle(int[] counts) => counts.Length == 0 ? 0 : counts.Order().ElementAt(counts.Length / 2);
}
