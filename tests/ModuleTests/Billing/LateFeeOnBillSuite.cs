using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

public abstract class A_late_fee_on_the_next_bill(DatabaseKind kind) : Billing_a_cycle_words(kind)
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, new("LateFee:PercentOfDay", "0.3")];

    [Fact]
    public async Task Stands_there_once_with_its_reason_and_earns_none_itself()
    {
        var who = await SubscribeAsync();
        await InDatabaseAsync(async db =>
        {
            (await db.Set<Account>().SingleAsync(a => a.Id == who.Home.Account, Ct)).Mode = PaymentMode.Postpaid;
            await db.SaveChangesAsync(Ct);
        });
        await RunAsync(10);
        var days = new DateOnly(2026, 11, 30).DayNumber - (await BillsAsync(who))[0].DueOn.DayNumber;
        Clock.Advance(TimeSpan.FromDays(8)); // 1 December: November has ended, and its books are open for a day
        await ChargeAsync();
        Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(11);

        var bills = await BillsAsync(who);
        var fee = bills[1].Lines.Single(l => l.Kind == ChargeKind.LateFee);
        Assert.Equal(50_00 * 3 * days / 1000, fee.Amount.Minor);
        Assert.Contains($"逾期 {days} 天", fee.Text.In("zh-CN"), StringComparison.Ordinal);
        Assert.Equal(50_00 + fee.Amount.Minor, bills[1].Total.Minor);
        Assert.Null(await FaultAsync());

        // December's bill: November's own charges earn a fee from their day on, its late fee does not.
        Clock.Advance(TimeSpan.FromDays(30));
        await ChargeAsync();
        var late = new DateOnly(2026, 12, 31).DayNumber - bills[1].DueOn.DayNumber;
        Assert.Equal([50_00L * 3 * 31 / 1000, 50_00L * 3 * late / 1000], await InDatabaseAsync(async db => (await db.Set<OneOffCharge>().Where(c => c.BillId == null).ToListAsync(Ct)).Select(c => c.Amount.Minor).OrderDescending().ToArray()));
    }

    [Fact]
    public async Task Is_not_charged_at_all_in_a_tax_class_that_no_bill_could_be_made_with()
    {
        var unknown = Options.Create(new LateFeeOptions { PercentOfDay = 0.3m, TaxClass = "nobody-knows" });
        AssertRefused("late_fee.tax_unknown", await InScopeAsync(s => new ChargeLateFeesHandler(s.GetRequiredService<PortalDbContext>(), s.GetRequiredService<Mirrored>(), s.GetRequiredService<Texts>(), unknown,
            s.GetRequiredService<IOptions<OperatorOptions>>(), Clock).HandleAsync(new(), Caller.System, Ct)));
    }

    Task ChargeAsync() => InScopeAsync(async s => Assert.True((await s.GetRequiredService<ChargeLateFeesHandler>().HandleAsync(new(), Caller.System, Ct)).Succeeded));
}

public sealed class A_late_fee_on_the_next_bill_on_SQLite() : A_late_fee_on_the_next_bill(DatabaseKind.Sqlite);
public sealed class A_late_fee_on_the_next_bill_on_PostgreSQL() : A_late_fee_on_the_next_bill(DatabaseKind.Postgres);
