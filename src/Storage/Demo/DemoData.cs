using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Storage.Demo;

/// <summary>The made-up province: people, lines, bills, use. Written once; a second start finds it there.</summary>
public static class DemoData
{
    public static async Task SeedDemoAsync(this IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var at = scope.ServiceProvider;
        var db = at.GetRequiredService<PortalDbContext>();
        if (await db.Set<Party>().AnyAsync(ct)) return;
        var now = at.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        db.AddRange(new DemoProvince(now, await DemoOffers.SellAsync(at, ct)).Everything());
        await db.SaveChangesAsync(ct);
        await GrantHandlesAsync(db, ActivatorUtilities.GetServiceOrCreateInstance<GrantHandleHandler>(at), ct);
        await new DemoMoney(db, at.GetRequiredService<PostBillHandler>(), at.GetRequiredService<GrantBucketHandler>(), at.GetRequiredService<SecretColumns>(),
            at.GetRequiredService<Texts>().Zone, now).SeedAsync(ct);
        await new DemoBilled(at, now).SeedAsync(ct);
    }

    /// <summary>Everybody signs in by the numbers they use; who uses a line of an organisation is on the line.</summary>
    static async Task GrantHandlesAsync(PortalDbContext db, GrantHandleHandler handles, CancellationToken ct)
    {
        var tenures = await (from tenure in db.Set<Tenure>()
                             join line in db.Set<Line>() on tenure.LineId equals line.Id
                             select new { tenure.Id, tenure.Kind, tenure.Value, tenure.From, Person = line.UserPersonId ?? line.HolderPartyId }).ToListAsync(ct);
        var people = (await db.Set<Party>().Where(p => p.Kind == PartyKind.Person).Select(p => p.Id).ToListAsync(ct)).ToHashSet();
        foreach (var tenure in tenures)
            await handles.HandleAsync(new GrantHandle(tenure.Id, new ServiceIdentifier(tenure.Kind, tenure.Value), people.Contains(tenure.Person) ? tenure.Person : null, tenure.From), ct);
        await db.SaveChangesAsync(ct);
    }
}
