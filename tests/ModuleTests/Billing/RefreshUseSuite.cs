using Microsoft.EntityFrameworkCore;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

/// <summary>What people see of an open month comes from the rating that will bill it.</summary>
public abstract class Use_of_an_open_month(DatabaseKind kind) : Billing_a_cycle_words(kind)
{
    [Fact]
    public async Task Says_what_is_left_and_what_each_event_costs_so_far()
    {
        var who = await SubscribeAsync();
        var (first, second) = (await CallAsync(who, "2026-11-05 09:00", 541), await CallAsync(who, "2026-11-06 09:00", 61));
        await TellAsync(who);
        Assert.Equal((600L, 600L), await LeftAsync(who));
        Assert.Equal((600L, 0L), await CostAsync(first));
        Assert.Equal((120L, 20L), await CostAsync(second));

        await CallAsync(who, "2026-11-04 09:00", 60); // an earlier one that came later takes its part
        await TellAsync(who);
        Assert.Equal((120L, 20L), await CostAsync(second));
        Assert.Equal((600L, 10L), await CostAsync(first));
    }

    [Fact]
    public async Task Is_made_again_alike_after_it_was_lost()
    {
        var who = await SubscribeAsync();
        await CallAsync(who, "2026-11-05 09:00", 240);
        await TellAsync(who);
        var before = await LeftAsync(who);
        await InDatabaseAsync(db => db.Set<AllowanceBalance>().ExecuteDeleteAsync(Ct));
        await TellAsync(who);
        Assert.Equal((600L, 240L), before);
        Assert.Equal(before, await LeftAsync(who));
    }

    async Task TellAsync(Subscriber who)
    {
        await InDatabaseAsync(async db =>
        {
            db.Tell(new UseTaken([who.Line]), Clock);
            await db.SaveChangesAsync(Ct);
        });
        await DeliverAsync();
    }

    Task<(long Granted, long Used)> LeftAsync(Subscriber who) => InDatabaseAsync(async db =>
    {
        var balance = await db.Set<AllowanceBalance>().SingleAsync(a => a.LineId == who.Line && a.Kind == UsageKind.Voice, Ct);
        return (balance.Granted, balance.Used);
    });

    Task<(long Quantity, long Charge)> CostAsync(Guid record) => InDatabaseAsync(async db =>
    {
        var one = await db.Set<UsageRecord>().SingleAsync(u => u.Id == record, Ct);
        return (one.ChargedQuantity, one.Charge.Minor);
    });
}

public sealed class Use_of_an_open_month_on_SQLite() : Use_of_an_open_month(DatabaseKind.Sqlite);
public sealed class Use_of_an_open_month_on_PostgreSQL() : Use_of_an_open_month(DatabaseKind.Postgres);
