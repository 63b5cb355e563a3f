using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An event that its source tells to have been none. To do it twice is to do it once.</summary>
public sealed record TakeBackUsage(Guid Id);

public sealed class TakeBackUsageHandler(PortalDbContext db, TakeUsageHandler take)
{
    public async Task<Outcome<Done>> HandleAsync(TakeBackUsage command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.WriteUsage) is { } lacking) return lacking;
        var record = await db.Set<UsageRecord>().Where(u => u.Id == command.Id).Select(u => new { u.SourceSystem, u.SourceId }).SingleOrDefaultAsync(ct);
        if (record is null) return Refusal.NotFound("usage.not_found");
        var cancels = new IncomingUsage(new(record.SourceSystem, $"cancel-{command.Id:N}")) { Cancels = record.SourceId };
        return (await take.HandleAsync(new([cancels]), caller, ct)).Match<Outcome<Done>>(_ => Done.Yes, why => why);
    }
}
