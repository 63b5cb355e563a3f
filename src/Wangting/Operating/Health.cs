using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wangting.Kernel;

namespace Wangting.Operating;

/// <summary>The database answers and has this version's tables.</summary>
internal sealed class DatabaseHealth(PortalDbContext db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!await db.Database.CanConnectAsync(cancellationToken)) return HealthCheckResult.Unhealthy("The database does not answer.");
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
        return pending == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"The database lacks {pending} migration(s). Run: wangting migrate");
    }
}

/// <summary>What is closed now opens again.</summary>
internal sealed class KeyHealth(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Resolved here and not injected: a root that cannot be opened is this check's answer, not an error of the page.
        var protector = services.GetRequiredService<IDataProtectionProvider>().CreateProtector("health");
        return Task.FromResult(protector.Unprotect(protector.Protect("open")) == "open" ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The keys do not open what they close."));
    }
}

/// <summary>Messages that failed too often wait for a person: said, but no reason to take the node out.</summary>
internal sealed class OutboxHealth(CountOutbox count) : IHealthCheck
{
    static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var outbox = await count.HandleAsync(cancellationToken);
        return outbox.Parked > 0 ? HealthCheckResult.Degraded($"{outbox.Parked} message(s) are parked and wait for a person.")
            : outbox.OldestDue > Late ? HealthCheckResult.Degraded($"The oldest due message waits since {outbox.OldestDue:hh\\:mm\\:ss}.")
            : HealthCheckResult.Healthy();
    }
}
