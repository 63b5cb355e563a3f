using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Storage.Demo;

/// <summary>The made-up province: people, lines, bills. Written once; a second start finds it there.</summary>
public static class DemoData
{
    public static async Task SeedDemoAsync(this IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        if (await db.Set<Party>().AnyAsync(ct)) return;
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        db.AddRange(new DemoProvince(clock.GetUtcNow().UtcDateTime).Everything());
        await db.SaveChangesAsync(ct);
    }
}
