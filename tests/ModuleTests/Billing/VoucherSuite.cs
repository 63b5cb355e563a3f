using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

public abstract class Vouchers(DatabaseKind kind) : BillingSuite(kind)
{
    const string Wrong = "123456789012345678";
    static readonly DateOnly Christmas = new(2026, 12, 25);

    async Task<string[]> MakeAsync(int count, long minor = 5_000, string batch = "winter", bool promotional = false, int? days = null)
    {
        using var file = new StringWriter { NewLine = "\n" };
        Assert.True((await InScopeAsync(s => s.GetRequiredService<MakeVouchersHandler>().HandleAsync(new(batch, count, new Money(minor), Christmas, promotional, days), file, Caller.System, Ct))).Succeeded);
        return [.. file.ToString().Trim().Split('\n').Skip(1).Select(line => line.Split(',')[1])];
    }

    async Task<string[]> SellAsync(int count, long minor = 5_000, string batch = "winter", bool promotional = false, int? days = null)
    {
        var codes = await MakeAsync(count, minor, batch, promotional, days);
        Assert.True((await ActivateAsync(batch)).Succeeded);
        return codes;
    }

    Task<Outcome<Done>> ActivateAsync(string batch) => InScopeAsync(s => s.GetRequiredService<ActivateVouchersHandler>().HandleAsync(new(batch), Caller.System, Ct));

    Task<Outcome<Done>> BlockAsync(string batch, string? why = "stolen") => InScopeAsync(s => s.GetRequiredService<BlockVouchersHandler>().HandleAsync(new(batch, why), Caller.System, Ct));

    Task<Outcome<Guid>> RedeemAsync(Household who, string code, string? key = null, string? account = null, IServiceProvider? node = null, string? address = null) =>
        InScopeAsync(node ?? Services, s => s.GetRequiredService<RedeemVoucherHandler>().HandleAsync(new(account ?? who.Number, code, key ?? NewKey()), As(who) with { Address = address }, Ct));

    [Fact]
    public async Task A_voucher_fills_the_cash_once_and_its_redeemer_is_told()
    {
        var home = await MoveInAsync();
        var codes = await SellAsync(3);
        Assert.Null(await FaultAsync());
        var id = (await RedeemAsync(home, codes[0][..6] + " " + codes[0][6..12] + "-" + codes[0][12..])).Value;
        Assert.Equal(5_000, await HeldAsync(home));
        AssertRefused("voucher.used", await RedeemAsync(home, codes[0]));
        Assert.Equal(5_000, await HeldAsync(home));
        await DeliverAsync();
        Assert.Single(await InDatabaseAsync(db => db.Set<Message>().Where(m => m.PersonId == home.Person && m.TextKey == "notice.voucher_redeemed").ToListAsync(Ct)));
        var seen = (await InScopeAsync(s => s.GetRequiredService<ViewRedeemed>().HandleAsync(id, As(home), Ct))).Value;
        Assert.Equal((home.Number, new Money(5_000), false), (seen.AccountNumber, seen.Amount, seen.Promotional));
        var other = await MoveInAsync();
        AssertRefused("voucher.not_found", await InScopeAsync(s => s.GetRequiredService<ViewRedeemed>().HandleAsync(id, As(other), Ct)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task What_is_owed_to_holders_of_vouchers_is_proved()
    {
        var codes = await SellAsync(3);
        Assert.True((await RedeemAsync(await MoveInAsync(), codes[1])).Succeeded);
        Assert.Equal(-10_000, await InDatabaseAsync(db => db.Set<LedgerEntry>().Where(e => e.Account == LedgerAccount.VouchersSold).SumAsync(e => (long)(object)e.Amount, Ct)));
        await InDatabaseAsync(async db =>
        {
            (await db.Set<Voucher>().FirstAsync(v => v.RedeemedAt == null, Ct)).RedeemedAt = Now; // by hand, without its money
            await db.SaveChangesAsync(Ct);
        });
        Assert.Equal(("voucherBatch", 5_000L, 10_000L), await FaultAsync() is { } fault ? (fault.Kind, fault.Stored, fault.Proved) : default);
    }

    [Fact]
    public async Task Promotional_money_lies_apart_and_has_an_end()
    {
        var home = await MoveInAsync();
        var code = (await SellAsync(1, 2_000, promotional: true, days: 30))[0];
        Assert.True((await RedeemAsync(home, code)).Succeeded);
        var bucket = await InDatabaseAsync(db => db.Set<Bucket>().SingleAsync(b => b.AccountId == home.Account, Ct));
        Assert.Equal((BucketKind.Gift, Now.AddDays(30), false, false, 2_000L), (bucket.Kind, bucket.ExpiresAt, bucket.Refundable, bucket.Transferable, bucket.Balance.Minor));
        var bill = await BillAsync(home, 1_500);
        Assert.True((await PayFromBalanceAsync(home, bill)).Succeeded);
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task The_same_request_again_and_at_once_from_two_nodes_redeems_once()
    {
        var (home, rival) = (await MoveInAsync(), await MoveInAsync());
        var codes = await SellAsync(2);
        var first = (await RedeemAsync(home, codes[0], "same-key-1")).Value;
        Assert.Equal(first, (await RedeemAsync(home, codes[0], "same-key-1")).Value);
        await using var other = Build();
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => RedeemAsync(i % 2 == 0 ? home : rival, codes[1], node: i < 2 ? Services : other)));
        Assert.Single(both, b => b.Succeeded);
        Assert.All(both.Where(b => !b.Succeeded), b => AssertRefused("voucher.used", b));
        Assert.Equal(10_000, await HeldAsync(home) + await HeldAsync(rival));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Five_wrong_codes_shut_for_an_hour_even_the_right_one_out()
    {
        var home = await MoveInAsync();
        var codes = await SellAsync(2);
        Assert.Equal(4, (await RedeemAsync(home, Wrong)).Refusal!.Details!["left"]);
        AssertRefused("voucher.not_a_code", await RedeemAsync(home, "12345")); // no try: nothing was looked up
        Assert.True((await RedeemAsync(home, codes[0])).Succeeded);            // given back: it was right
        for (var left = 3; left > 0; left--) Assert.Equal(left, (await RedeemAsync(home, Wrong)).Refusal!.Details!["left"]);
        AssertRefused("voucher.locked", await RedeemAsync(home, Wrong));
        Clock.Advance(TimeSpan.FromMinutes(59));
        var locked = await RedeemAsync(home, codes[1]);
        Assert.Equal(("voucher.locked", 1), (locked.Refusal!.Code, (int)locked.Refusal.Details!["minutes"]!));
        Assert.Equal(5_000, await HeldAsync(home));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await RedeemAsync(home, codes[1])).Succeeded);
    }

    [Fact]
    public async Task A_script_is_stopped_at_five_however_many_it_sends_at_once()
    {
        var home = await MoveInAsync();
        await SellAsync(1);
        await using var other = Build();
        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => RedeemAsync(home, $"{i:D18}", node: i % 2 == 0 ? Services : other)));
        Assert.Equal(4, all.Count(r => r.Refusal!.Code == "voucher.wrong")); // the fifth is told that it was the last
        Assert.Equal(8, all.Count(r => r.Refusal!.Code == "voucher.locked"));
    }

    [Fact]
    public async Task Who_is_shut_out_shuts_nobody_else_out()
    {
        var (script, shared) = (await MoveInAsync(), await MoveInAsync());
        var code = (await SellAsync(1))[0];
        for (var i = 0; i < 5; i++) await RedeemAsync(script, Wrong, address: "10.0.0.1");
        await InDatabaseAsync(async db =>
        {
            db.Add(new Wangting.Customers.Grant { Id = Guid.CreateVersion7(), PersonId = script.Person, AccountId = shared.Account, Rights = Wangting.Customers.Right.Pay, Basis = Wangting.Customers.GrantBasis.Delegate, From = Now.AddDays(-1) });
            await db.SaveChangesAsync(Ct);
        });
        for (var i = 0; i < 9; i++) AssertRefused("voucher.locked", await RedeemAsync(script, Wrong, account: shared.Number, address: "10.0.0.1"));
        Assert.True((await RedeemAsync(shared, code, address: "10.0.0.1")).Succeeded);
    }

    [Fact]
    public async Task What_is_wrong_with_a_voucher_is_told_to_who_has_the_whole_code()
    {
        var home = await MoveInAsync();
        var codes = await MakeAsync(2);
        await MakeAsync(1, batch: "never sold");
        AssertRefused("voucher.not_active", await RedeemAsync(home, codes[0]));
        Assert.True((await ActivateAsync("winter")).Succeeded);
        Assert.True((await BlockAsync("winter")).Succeeded);
        AssertRefused("voucher.blocked", await RedeemAsync(home, codes[0]));
        Assert.True((await ActivateAsync("winter")).Succeeded); // found again
        Clock.SetUtcNow(new DateTimeOffset(2026, 12, 25, 15, 59, 59, TimeSpan.Zero)); // its last second in Shanghai
        Assert.True((await RedeemAsync(home, codes[0])).Succeeded);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var late = await RedeemAsync(home, codes[1]);
        Assert.Equal(("voucher.expired", Christmas), (late.Refusal!.Code, (DateOnly)late.Refusal.Details!["day"]!));
        AssertRefused("voucher.batch_over", await ActivateAsync("never sold"));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task An_account_that_is_not_theirs_or_closed_gets_nothing_and_costs_no_try()
    {
        var (home, stranger, gone) = (await MoveInAsync(), await MoveInAsync(), await MoveInAsync(Wangting.Customers.AccountState.Closed));
        var code = (await SellAsync(1))[0];
        for (var i = 0; i < 6; i++) AssertRefused("account.not_found", await RedeemAsync(stranger, code, account: home.Number));
        AssertRefused("voucher.account_closed", await RedeemAsync(gone, code));
        Assert.True((await RedeemAsync(home, code)).Succeeded);
    }

    [Fact]
    public async Task A_batch_is_made_whole_or_not_at_all_and_stands_nowhere_in_the_clear()
    {
        var codes = await MakeAsync(200);
        Assert.Equal(200, codes.Distinct().Count());
        Assert.All(codes, c => Assert.Matches("^[0-9]{18}$", c));
        Assert.Equal(200, await InDatabaseAsync(db => db.Set<Voucher>().CountAsync(Ct)));
        Assert.DoesNotContain(await InDatabaseAsync(db => db.Set<Voucher>().Select(v => v.CodeHash).ToListAsync(Ct)), codes.Contains);
        await Assert.ThrowsAsync<IOException>(() => InScopeAsync(s => s.GetRequiredService<MakeVouchersHandler>().HandleAsync(new("torn", 10, new Money(100), Christmas), new FullDisk(), Caller.System, Ct)));
        Assert.Equal(200, await InDatabaseAsync(db => db.Set<Voucher>().CountAsync(Ct)));
        Assert.Single((await InScopeAsync(s => s.GetRequiredService<ListVoucherBatches>().HandleAsync(Caller.System, Ct))).Value);
    }

    [Fact]
    public async Task Nonsense_makes_no_batch_and_others_may_not()
    {
        Task<Outcome<Guid>> TryAsync(MakeVouchers command, Caller? caller = null) => InScopeAsync(s => s.GetRequiredService<MakeVouchersHandler>().HandleAsync(command, TextWriter.Null, caller ?? Caller.System, Ct));
        var good = new MakeVouchers("winter", 1, new Money(100), Christmas);
        AssertRefused("voucher.count_wrong", await TryAsync(good with { Count = 0 }));
        AssertRefused("voucher.count_wrong", await TryAsync(good with { Count = int.MaxValue }));
        AssertRefused("bucket.amount_wrong", await TryAsync(good with { Amount = new Money(-1) }));
        AssertRefused("bucket.amount_wrong", await TryAsync(good with { Amount = new Money(long.MaxValue) }));
        AssertRefused("bucket.amount_wrong", await TryAsync(good with { Count = 1_000_000, Amount = new Money(2_000_000_000) }));
        AssertRefused("voucher.ends_in_past", await TryAsync(good with { ValidUntil = new(2026, 11, 22) }));
        AssertRefused("voucher.batch_name", await TryAsync(good with { Name = " " }));
        AssertRefused("voucher.days_wrong", await TryAsync(good with { DaysToUse = 3 }));
        AssertRefused("permission.missing", await TryAsync(good, As(await MoveInAsync())));
        Assert.True((await TryAsync(good)).Succeeded);
        AssertRefused("voucher.batch_exists", await TryAsync(good));
        AssertRefused("voucher.reason_needed", await BlockAsync("winter", " "));
        AssertRefused("voucher.no_batch", await BlockAsync("summer"));
    }

    sealed class FullDisk : StringWriter
    {
        public override Task FlushAsync(CancellationToken cancellationToken) => throw new IOException("No space left on device.");
    }
}

public sealed class Vouchers_on_SQLite() : Vouchers(DatabaseKind.Sqlite);
public sealed class Vouchers_on_PostgreSQL() : Vouchers(DatabaseKind.Postgres);
