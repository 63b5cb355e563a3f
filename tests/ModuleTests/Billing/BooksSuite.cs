using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Storage.Demo;

namespace Wangting.ModuleTests.Billing;

public abstract class Posting_a_bill(DatabaseKind kind) : BillingSuite(kind)
{
    Task<Outcome<PostedBill>> PostAsync(PostBill bill) => InScopeAsync(s => s.GetRequiredService<PostBillHandler>().HandleAsync(bill, Caller.System, Ct));

    static RecordSource Version(int n) => new("old", "b-1", $"{n}");

    [Fact]
    public async Task The_same_bill_again_changes_nothing_and_other_amounts_are_a_conflict()
    {
        var home = await MoveInAsync();
        var bill = BillOf(home, 1000);
        Assert.Equal(Posted.Added, (await PostAsync(bill)).Value.What);
        Assert.Equal(Posted.Unchanged, (await PostAsync(bill)).Value.What);

        AssertRefused("bill.posted_differently", await PostAsync(BillOf(home, 1001, number: bill.Number)));
        AssertRefused("bill.number_taken", await PostAsync(BillOf(await MoveInAsync(), 1000, number: bill.Number)));
        Assert.Equal(1000, await OwedAsync(bill.Number));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_correction_downwards_leaves_what_was_paid_too_much_in_the_balance()
    {
        var home = await MoveInAsync();
        var bill = BillOf(home, 1000) with { Source = Version(9) };
        await PostAsync(bill);
        await PayAsync(home, 900, bill.Number);

        Assert.Equal(Posted.Corrected, (await PostAsync(BillOf(home, 700, number: bill.Number) with { Source = Version(10) })).Value.What);

        Assert.Equal((0, 200), (await OwedAsync(bill.Number), await HeldAsync(home)));
        Assert.Equal(Posted.Unchanged, (await PostAsync(bill)).Value.What);
        Assert.Null(await FaultAsync());

        await PostAsync(BillOf(home, 1200, number: bill.Number) with { Source = Version(11) });
        Assert.Equal((500, 200), (await OwedAsync(bill.Number), await HeldAsync(home)));
        Assert.Equal(1, await InDatabaseAsync(db => db.Set<BillLine>().CountAsync(Ct)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_bill_paid_in_the_system_before_is_not_owed_and_a_credit_lies_in_the_balance()
    {
        var home = await MoveInAsync();
        var history = BillOf(home, 1000) with { PaidElsewhere = new Money(1000) };
        var credit = BillOf(home, -250, 9);
        await PostAsync(history);
        await PostAsync(credit);

        Assert.Equal((0, 0, 250), (await OwedAsync(history.Number), await OwedAsync(credit.Number), await HeldAsync(home)));
        Assert.Equal(BillState.Paid, await InDatabaseAsync(db => db.Set<Bill>().Where(b => b.Number == history.Number).Select(b => b.State).SingleAsync(Ct)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_credit_that_was_a_mistake_comes_back_out_of_the_balance()
    {
        var home = await MoveInAsync();
        var bill = BillOf(home, 1000);
        await PostAsync(bill with { Source = Version(1) });
        await PostAsync(BillOf(home, -400, number: bill.Number) with { Source = Version(2) });
        Assert.Equal((0, 400), (await OwedAsync(bill.Number), await HeldAsync(home)));

        Assert.Equal(Posted.Corrected, (await PostAsync(BillOf(home, 300, number: bill.Number) with { Source = Version(3) })).Value.What);
        Assert.Equal((300, 0), (await OwedAsync(bill.Number), await HeldAsync(home)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_mistaken_credit_that_was_spent_is_left_for_a_person_and_nothing_changes()
    {
        var home = await MoveInAsync();
        var (bill, other) = (BillOf(home, 1000), BillOf(home, 350, month: 9));
        await PostAsync(bill with { Source = Version(1) });
        await PostAsync(BillOf(home, -400, number: bill.Number) with { Source = Version(2) });
        await PostAsync(other);
        Assert.True((await PayFromBalanceAsync(home, other.Number)).Succeeded);

        AssertRefused("bill.credit_spent", await PostAsync(BillOf(home, 300, number: bill.Number) with { Source = Version(3) }));
        Assert.Equal((0, 50), (await OwedAsync(bill.Number), await HeldAsync(home)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Impossible_bills_are_refused()
    {
        var home = await MoveInAsync();
        var good = BillOf(home, 1000);
        AssertRefused("bill.number_wrong", await PostAsync(good with { Number = " " }));
        AssertRefused("bill.period_wrong", await PostAsync(good with { PeriodTo = new DateOnly(2026, 9, 30) }));
        AssertRefused("bill.amount_wrong", await PostAsync(BillOf(home, long.MaxValue)));
        AssertRefused("bill.amount_wrong", await PostAsync(good with { PaidElsewhere = new Money(1001) }));
        AssertRefused("bill.amount_wrong", await PostAsync(good with { Charges = [good.Charges[0] with { Tax = new Money(1001) }] }));
        Assert.Equal(0, await InDatabaseAsync(db => db.Set<LedgerEntry>().CountAsync(Ct)));
    }

    [Fact]
    public async Task Many_prepared_together_are_saved_together()
    {
        var home = await MoveInAsync();
        var bills = Enumerable.Range(1, 9).Select(month => BillOf(home, month == 5 ? -100 : 1000, month)).ToList();
        var posted = await InScopeAsync(async s =>
        {
            var outcome = await s.GetRequiredService<PostBillHandler>().PrepareAsync([.. bills, bills[0], BillOf(home, -100, 10)], Caller.System, Ct);
            await s.GetRequiredService<PortalDbContext>().SaveChangesAsync(Ct);
            return outcome;
        });

        Assert.Equal(10, posted.Count(p => p.Value.What == Posted.Added));
        Assert.Equal(Posted.Unchanged, posted[9].Value.What);
        Assert.Equal(200, await HeldAsync(home));
        Assert.Null(await FaultAsync());
    }
}

public abstract class Proving_the_books(DatabaseKind kind) : BillingSuite(kind)
{
    async Task<(Household Home, Guid Payment)> LiveAsync()
    {
        var home = await MoveInAsync();
        var bill = await BillAsync(home, 1000);
        var payment = await PayAsync(home, 1500, bill);
        await BillAsync(home, 300);
        Assert.Null(await FaultAsync());
        return (home, payment);
    }

    [Fact]
    public async Task What_it_looked_at_is_counted()
    {
        await LiveAsync();
        var verdict = (await InScopeAsync(s => s.GetRequiredService<VerifyLedger>().HandleAsync(Caller.System, Ct))).Value;
        Assert.Equal(new LedgerVerdict(3, 2, 1, 1, null), verdict);
    }

    [Fact]
    public async Task The_demo_begins_with_books_that_agree()
    {
        await Services.SeedDemoAsync(Ct);
        var verdict = (await InScopeAsync(s => s.GetRequiredService<VerifyLedger>().HandleAsync(Caller.System, Ct))).Value;
        Assert.Null(verdict.Wrong);
        Assert.True(verdict.Bills > 10);
    }

    [Fact]
    public async Task A_balance_that_was_raised_is_named()
    {
        await LiveAsync();
        await InDatabaseAsync(db => db.Set<Bucket>().ExecuteUpdateAsync(s => s.SetProperty(b => b.Balance, new Money(501)), Ct));
        Assert.Equal(("bucket", 501L, 500L), Shown(await FaultAsync()));
    }

    [Fact]
    public async Task A_bill_that_was_forgiven_is_named()
    {
        await LiveAsync();
        await InDatabaseAsync(db => db.Set<Bill>().Where(b => b.State == BillState.Issued).ExecuteUpdateAsync(s => s.SetProperty(b => b.Outstanding, Money.Zero), Ct));
        Assert.Equal(("bill", 0L, 300L), Shown(await FaultAsync()));
    }

    [Fact]
    public async Task A_payment_that_was_made_to_look_settled_is_named()
    {
        var (home, _) = await LiveAsync();
        var intent = (await StartAsync(home, 77)).Value;
        await InDatabaseAsync(db => db.Set<Payment>().Where(p => p.Id == intent.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.State, PaymentState.Settled), Ct));
        Assert.Equal(new LedgerFault("payment", intent.Id, 77, 0), await FaultAsync());
    }

    [Fact]
    public async Task An_entry_that_was_edited_or_taken_out_is_named()
    {
        await LiveAsync();
        await InDatabaseAsync(db => db.Set<LedgerEntry>().Where(e => e.Account == LedgerAccount.TaxDue).ExecuteUpdateAsync(s => s.SetProperty(e => e.Amount, new Money(-1)), Ct));
        Assert.Equal("transaction", (await FaultAsync())?.Kind);

        await InDatabaseAsync(db => db.Set<LedgerEntry>().Where(e => e.Account == LedgerAccount.TaxDue).ExecuteDeleteAsync(Ct));
        Assert.Equal("transaction", (await FaultAsync())?.Kind);
    }

    [Fact]
    public async Task An_allocation_that_was_moved_is_named()
    {
        await LiveAsync();
        await InDatabaseAsync(db => db.Set<Allocation>().ExecuteUpdateAsync(s => s.SetProperty(a => a.Amount, new Money(999)), Ct));
        Assert.Equal(("allocation", 999L, 1000L), Shown(await FaultAsync()));
    }

    [Fact]
    public async Task Entries_about_a_bucket_that_is_gone_are_named()
    {
        await LiveAsync();
        await InDatabaseAsync(db => db.Set<Bucket>().ExecuteDeleteAsync(Ct));
        Assert.Equal("entry", (await FaultAsync())?.Kind);
    }

    static (string, long, long) Shown(LedgerFault? fault) => (fault!.Kind, fault.Stored, fault.Proved);
}

public sealed class Posting_a_bill_on_SQLite() : Posting_a_bill(DatabaseKind.Sqlite);

public sealed class Posting_a_bill_on_PostgreSQL() : Posting_a_bill(DatabaseKind.Postgres);

public sealed class Proving_the_books_on_SQLite() : Proving_the_books(DatabaseKind.Sqlite);

public sealed class Proving_the_books_on_PostgreSQL() : Proving_the_books(DatabaseKind.Postgres);
