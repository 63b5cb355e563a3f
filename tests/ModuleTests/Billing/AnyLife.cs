using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

/// <summary>Random lives of an account, with all that goes wrong between two systems: whatever happens in whatever order,
/// each payment's money is moved once and the books prove it.</summary>
public abstract class Any_life_of_an_account(DatabaseKind kind, int lives) : BillingSuite(kind)
{
    enum Act { Bill, Correct, Start, Page, Approve, Decline, Hear, HearWrongly, Wait, Cancel, Balance, Grant, Away, Refund }

    [Fact]
    public async Task Moves_each_payments_money_exactly_once() =>
        await Gen.Select(Gen.Enum<Act>(), Gen.Int[0, 99], Gen.Long[1, 3_000]).Array[5, 40].SampleAsync(LiveAsync, iter: lives, threads: 1);

    async Task LiveAsync((Act Act, int Which, long Minor)[] acts)
    {
        var home = await MoveInAsync();
        List<string> bills = [];
        List<Guid> payments = [], ordered = [];
        var (granted, version) = (0L, 1);
        var (takenBefore, givenBefore) = (Bank.Taken, Bank.GivenBack);
        foreach (var (act, which, minor) in acts)
        {
            Guid? known = payments.Count > 0 ? payments[which % payments.Count] : null;
            Guid? order = ordered.Count > 0 ? ordered[which % ordered.Count] : null;
            switch (act)
            {
                case Act.Bill:
                    bills.Add((await PostAsync(BillOf(home, minor, 1 + which % 12) with { Source = new RecordSource("old", NewKey(), "1") })).Number); break;
                case Act.Correct when bills.Count > 0:
                    var corrected = await TryPostAsync(BillOf(home, which % 7 == 0 ? -minor : minor, number: bills[which % bills.Count]) with { Source = new RecordSource("old", NewKey(), $"{++version}") });
                    Assert.True(corrected.Refusal is null or { Code: "bill.credit_spent" }, corrected.Refusal?.Code);
                    break;
                case Act.Start:
                    if ((await StartAsync(home, minor, which % 2 == 0 && bills.Count > 0 ? bills[which % bills.Count] : null)) is { Succeeded: true } started) payments.Add(started.Value.Id);
                    break;
                case Act.Page when known is { } id: if ((await PageAsync(home, id)).Succeeded) ordered.Add(id); break;
                case Act.Approve when order is { } id: Bank.Decide(id, GatewayState.Approved); break;
                case Act.Decline when order is { } id: Bank.Decide(id, GatewayState.Declined); break;
                case Act.Hear when order is { } id: for (var n = 0; n <= which % 3; n++) await HearAsync(id, Bank[id]); break;
                case Act.HearWrongly when order is { } id && Bank[id].State == GatewayState.Approved: await HearAsync(id, Bank[id] with { Amount = Bank[id].Amount + new Money(1) }); break;
                case Act.Wait: Clock.Advance(TimeSpan.FromMinutes(which)); await DeliverAsync(); break;
                case Act.Cancel when known is { } id:
                    await InScopeAsync(s => s.GetRequiredService<CancelPaymentHandler>().HandleAsync(new CancelPayment(id), As(home), Ct)); break;
                case Act.Balance when bills.Count > 0: await PayFromBalanceAsync(home, bills[which % bills.Count], which % 2 == 0 ? minor : null); break;
                case Act.Grant: granted += minor; await GrantAsync(new GrantBucket(home.Account, NewKey(), BucketKind.Gift, new Money(minor)) { DrawOrder = which % 5 }); break;
                case Act.Away: Bank.Away = which % 3 == 0; break;
                case Act.Refund:
                    await InScopeAsync(s => s.GetRequiredService<RequestRefundHandler>().HandleAsync(new RequestRefund(home.Number, which % 2 == 0 ? new Money(minor) : null, NewKey()), As(home), Ct)); break;
            }
            Assert.Null(await FaultAsync());
        }

        Task<Outcome<PostedBill>> TryPostAsync(PostBill bill) => InScopeAsync(s => s.GetRequiredService<PostBillHandler>().HandleAsync(bill, Caller.System, Ct));

        async Task<PostedBill> PostAsync(PostBill bill) => (await TryPostAsync(bill)).Value;

        // The bank comes back, time passes, everything is told again.
        Bank.Away = false;
        for (var hour = 0; hour < 6; hour++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            await DeliverAsync();
        }
        foreach (var id in ordered) await HearAsync(id, Bank[id]);
        await DeliverAsync();

        var here = await InDatabaseAsync(db => db.Set<Payment>().AsNoTracking().Where(p => p.AccountId == home.Account).ToListAsync(Ct));
        Assert.Equal(Bank.Taken - takenBefore, here.Where(p => p.Gateway == Bank.Name && p.State == PaymentState.Settled).Sum(p => p.Amount.Minor));
        Assert.All(here, p => Assert.True(p.State.IsOver() || (p.Gateway == Bank.Name && Bank[p.Id].State == GatewayState.Pending), $"{p.State} {p.StartedAt}"));
        var paid = await InDatabaseAsync(async db => (await db.Set<Bill>().AsNoTracking().Where(b => b.AccountId == home.Account).ToListAsync(Ct)).Sum(b => b.Total.Minor - b.Outstanding.Minor));
        Assert.Equal(Bank.Taken - takenBefore - (Bank.GivenBack - givenBefore) + granted, paid + await HeldAsync(home));
        Assert.Null(await FaultAsync());
    }
}

public sealed class Any_life_of_an_account_on_SQLite() : Any_life_of_an_account(DatabaseKind.Sqlite, 12);

public sealed class Any_life_of_an_account_on_PostgreSQL() : Any_life_of_an_account(DatabaseKind.Postgres, 12);
