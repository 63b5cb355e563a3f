using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Use that nobody has taken back.</summary>
internal static class StandingUsage
{
    public static IQueryable<UsageRecord> Of(PortalDbContext db) => db.Set<UsageRecord>().Where(u => !db.Set<UsageCancellation>().Any(c => c.RecordId == u.Id));
}
