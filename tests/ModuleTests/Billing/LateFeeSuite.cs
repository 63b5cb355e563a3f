using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

/// <summary>Periods begin on the first; the bill of October was due on 17 November, the clock goes to 1 December.</summary>
public abstract class Paying_late(DatabaseKind kind) : BillingSuite(kind)
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, new("LateFee:PercentOfDay", "0.3")];

    async Task<Household> LiveAsync(PaymentMode mode = PaymentMode.Postpaid)
    {
        var who = await MoveInAsync();
        await InDatabaseAsync(async db =>
        {
            (await db.Set<Account>().SingleAsync(a => a.Id == who.Account, Ct)).Mode = mode;
            await db.SaveChangesAsync(Ct);
        });
        return who;
    }

    Task<Outcome<LateFeesCharged>> ChargeAsync(bool trial = false, IServiceProvider? node = null) => InScopeAsync(node ?? Services, s => s.GetRequiredService<ChargeLateFeesHandler>().HandleAsync(new(trial), Caller.System, Ct));

    Task<(long Amount, string Name)[]> ChargesAsync(Household who) => InDatabaseAsync(async db =>
        (await db.Set<OneOffCharge>().Where(c => c.AccountId == who.Account).OrderBy(c => c.At).ToListAsync(Ct)).Select(c => (c.Amount.Minor, c.Name.In("zh-CN"))).ToArray());

    void ToDecember() => Clock.Advance(TimeSpan.FromDays(8)); // 1 December, 10:00

    [Fact]
    public async Task Is_charged_once_a_period_on_the_next_bill_with_its_reason()
    {
        var who = await LiveAsync();
        await BillAsync(who, 10_000);
        Assert.Equal(0, (await ChargeAsync()).Value.Bills); // the period in which it was due goes on
        ToDecember();
        Assert.Equal(new LateFeesCharged(true, 1, new Money(390)), (await ChargeAsync(trial: true)).Value);
        Assert.Empty(await ChargesAsync(who));
        Assert.Equal(new LateFeesCharged(true, 1, new Money(390)), (await ChargeAsync()).Value); // 18 to 30 November: 13 days
        Assert.Equal(0, (await ChargeAsync()).Value.Bills);
        Assert.Equal([(390L, "违约金：10 月账单逾期 13 天，最多逾期 100.00 元，每天 0.3%")], (await ChargesAsync(who)).Select(c => (c.Amount, c.Name.Replace('\u00a0', ' '))));
        Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(new Money(930), (await ChargeAsync()).Value.Amount);
        Assert.Equal(2, await InDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(a => a.Act == "late_fee_charged" && a.PartyId == who.Person, Ct)));
    }

    [Fact]
    public async Task Counts_what_was_paid_meanwhile_and_not_what_is_disputed_or_paid_in_advance()
    {
        var (paid, disputed, prepaid, holder) = (await LiveAsync(), await LiveAsync(), await LiveAsync(PaymentMode.Prepaid), await LiveAsync());
        var bill = await BillAsync(paid, 10_000);
        var wrong = await BillAsync(disputed, 10_000);
        await BillAsync(prepaid, 10_000);
        await BillAsync(holder, 10_000);
        await PayAsync(paid, 10_000, bill); // on the 23rd: 18 to 22, five days
        Assert.True((await InScopeAsync(s => s.GetRequiredService<OpenDisputeHandler>().HandleAsync(new(wrong, 1, DisputeReason.WrongPrice, "价格不是说好的", NewKey()), As(disputed), Ct))).Succeeded);
        await InDatabaseAsync(async db =>
        {
            // Another holds the account by now: what the former owes is not theirs.
            (await db.Set<Account>().SingleAsync(a => a.Id == holder.Account, Ct)).HolderPartyId = paid.Person;
            await db.SaveChangesAsync(Ct);
        });
        ToDecember();
        Assert.Equal(2, (await ChargeAsync()).Value.Bills);
        Assert.Equal(150, Assert.Single(await ChargesAsync(paid)).Amount);
        Assert.Equal(150, Assert.Single(await ChargesAsync(disputed)).Amount);
        Assert.Empty(await ChargesAsync(prepaid));
        Assert.Empty(await ChargesAsync(holder));
    }

    [Fact]
    public async Task On_two_nodes_at_once_is_charged_once()
    {
        var who = await LiveAsync();
        await BillAsync(who, 10_000);
        ToDecember();
        await using var other = Build();
        Assert.All(await Task.WhenAll(ChargeAsync(), ChargeAsync(node: other)), r => Assert.True(r.Succeeded));
        Assert.Single(await ChargesAsync(who));
    }
}

public sealed class Paying_late_on_SQLite() : Paying_late(DatabaseKind.Sqlite);
public sealed class Paying_late_on_PostgreSQL() : Paying_late(DatabaseKind.Postgres);
