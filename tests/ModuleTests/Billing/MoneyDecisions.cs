using CsCheck;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Billing;

/// <summary>Where money goes is decided by pure functions; these hold for any input.</summary>
public sealed class Where_money_goes
{
    static readonly DateTime At = new(2026, 11, 23, 2, 0, 0, DateTimeKind.Utc);
    static readonly DateOnly Today = new(2026, 11, 23);

    static Bill BillOf(long minor, int month)
    {
        var bill = new Bill { Id = Guid.CreateVersion7(), Number = "B", PeriodFrom = new DateOnly(2026, month, 1), Total = new Money(minor) };
        bill.Owe(new Money(minor));
        return bill;
    }

    static Payment PaymentOf(long minor, Guid? bill) => new()
    {
        Id = Guid.CreateVersion7(), Amount = new Money(minor), BillId = bill, Currency = "CNY", Gateway = "pretend", Language = "en", IdempotencyKey = "k", Fingerprint = "f",
    };

    [Fact]
    public void A_payment_is_used_up_to_the_last_cent_and_no_bill_gets_more_than_it_is_owed() =>
        Gen.Select(Gen.Long[1, 5_000_000], Gen.Select(Gen.Long[1, 200_000], Gen.Int[1, 12]).Array[0, 8], Gen.Int[0, 20]).Sample((amount, owed, named) =>
        {
            var bills = owed.Select(o => BillOf(o.Item1, o.Item2)).ToList();
            var cash = Bucket.Cash(Guid.Empty);
            var first = named < bills.Count ? bills[named] : null;

            var movement = Receipt.Of(PaymentOf(amount, first?.Id), bills, () => cash, At);

            Assert.Equal(0, movement.Close().Entries.Sum(e => e.Amount.Minor));
            Assert.Equal(amount, movement.Allocations.Sum(a => a.Amount.Minor) + cash.Balance.Minor);
            Assert.All(bills, b => Assert.InRange(b.Outstanding.Minor, 0, b.Total.Minor));
            // Only what no bill wants lies in the balance; the bill that was named is served before all others.
            if (cash.Balance.IsPositive) Assert.All(bills, b => Assert.Equal(BillState.Paid, b.State));
            if (first is not null) Assert.Equal(Math.Max(0, first.Total.Minor - amount), first.Outstanding.Minor);
        });

    [Fact]
    public void Drawing_never_takes_more_than_wanted_or_than_a_bucket_or_its_scope_gives() =>
        Gen.Select(Gen.Long[1, 10_000], Gen.Select(Gen.Long[1, 5_000], Gen.Int[0, 3], Gen.Bool, Gen.Int[-2, 5]).Array[0, 6], Gen.Long[0, 4_000].Array[1, 4]).Sample((wanted, holds, charges) =>
        {
            var kinds = Enum.GetValues<ChargeKind>();
            BillLine[] lines = [.. charges.Select((c, i) => new BillLine { Kind = kinds[i], Text = LocalText.Of("", ""), Amount = new Money(c) })];
            var buckets = holds.Select(h =>
            {
                var bucket = new Bucket { Id = Guid.CreateVersion7(), Key = "k", DrawOrder = h.Item2, ScopeKinds = h.Item3 ? [kinds[h.Item2]] : [], ExpiresAt = h.Item4 < 0 ? At.AddDays(h.Item4) : null };
                bucket.Move(new Money(h.Item1));
                return bucket;
            }).ToList();

            var drawn = Buckets.Draw(buckets, lines, new Money(wanted), At, Today);

            Assert.True(drawn.Sum(d => d.Amount.Minor) <= wanted);
            Assert.All(drawn, d => Assert.InRange(d.Amount.Minor, 1, d.Bucket.Available(At, Today).Minor));
            Assert.All(drawn.Where(d => d.Bucket.ScopeKinds.Count > 0), d => Assert.True(d.Amount.Minor <= lines.Where(l => l.Kind == d.Bucket.ScopeKinds[0]).Sum(l => l.Amount.Minor)));
            Assert.Equal(drawn.OrderBy(d => d.Bucket.DrawOrder).Select(d => d.Bucket.Id), drawn.Select(d => d.Bucket.Id).OrderBy(id => drawn.Single(d => d.Bucket.Id == id).Bucket.DrawOrder));
        });

    [Fact]
    public void Money_released_month_by_month_is_usable_as_its_months_come()
    {
        var bucket = new Bucket { Id = Guid.CreateVersion7(), Key = "k", Kind = BucketKind.Released, ReleaseEachMonth = new Money(1000), ReleaseFrom = new DateOnly(2026, 1, 31) };
        bucket.Move(new Money(12_000));
        long On(int month, int day) => bucket.Available(At, new DateOnly(2026, month, day)).Minor;

        Assert.Equal((0, 1000, 1000, 2000, 11000), (On(1, 30), On(1, 31), On(2, 27), On(2, 28), On(12, 30)));
        bucket.Move(new Money(-1500));
        Assert.Equal((0, 500), (On(1, 31), On(2, 28)));
    }

    [Fact]
    public void A_movement_that_does_not_sum_to_zero_is_never_stored() =>
        Assert.Throws<InvalidOperationException>(() => new Movement(LedgerTransactionKind.BillPosted, "k", Guid.Empty, At).Book(LedgerAccount.Revenue, new Money(1)).Close());

    [Fact]
    public void Shares_of_a_charge_add_up_and_no_cap_is_passed() =>
        Gen.Select(Gen.Long[-5_000, 50_000], Gen.Select(Gen.Bool, Gen.Int[1, 28], Gen.Int[1, 28], Gen.Int[0, 3], Gen.Long[0, 20_000]).Array[0, 6], Gen.Bool).Sample((amount, drawn, spent) =>
        {
            var rules = drawn.Select(r => new PaymentResponsibility
            {
                Id = Guid.CreateVersion7(), AccountId = Guid.CreateVersion7(), Kind = r.Item1 ? ChargeKind.Voice : null, From = new DateOnly(2026, 11, r.Item2), To = new DateOnly(2026, 11, Math.Max(r.Item2, r.Item3)),
                Rank = r.Item4, Cap = r.Item5 > 0 ? new Money(r.Item5) : null,
            }).ToList();
            var (own, day) = (Guid.CreateVersion7(), new DateOnly(2026, 11, 15));

            var shares = Responsibilities.Split(rules, own, ChargeKind.Data, day, new Money(amount), _ => spent ? new Money(100) : Money.Zero);

            Assert.Equal(amount, shares.Sum(s => s.Amount.Minor));
            foreach (var (account, share) in shares.Where(s => s.Account != own))
            {
                var rule = rules.Single(r => r.AccountId == account);
                Assert.Null(rule.Kind);
                Assert.True(rule.From <= day && rule.To >= day);
                if (rule.Cap is { } cap && share.IsPositive) Assert.True(share.Minor + (spent ? 100 : 0) <= cap.Minor);
            }
        });

    [Fact]
    public void A_firm_pays_the_plan_up_to_its_cap_and_the_user_the_rest()
    {
        var (firm, parent, own) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        PaymentResponsibility[] rules =
        [
            new() { Id = Guid.CreateVersion7(), AccountId = parent, From = Today, Rank = 0 },
            new() { Id = Guid.CreateVersion7(), AccountId = firm, Kind = ChargeKind.Plan, From = Today, To = Today.AddDays(30), Cap = new Money(5000), Rank = 9 },
        ];
        IReadOnlyList<(Guid, Money)> Split(ChargeKind kind, DateOnly day, long minor) => Responsibilities.Split(rules, own, kind, day, new Money(minor), _ => new Money(1000));

        Assert.Equal([(firm, new Money(4000)), (parent, new Money(2000))], Split(ChargeKind.Plan, Today, 6000));
        Assert.Equal([(parent, new Money(6000))], Split(ChargeKind.Data, Today, 6000));
        Assert.Equal([(parent, new Money(6000))], Split(ChargeKind.Plan, Today.AddDays(31), 6000));
        Assert.Equal([(own, new Money(6000))], Split(ChargeKind.Plan, Today.AddDays(-1), 6000));
    }

    [Fact]
    public void Only_an_approval_of_exactly_what_was_asked_settles()
    {
        var payment = PaymentOf(100, null);
        foreach (var state in Enum.GetValues<GatewayState>())
            foreach (var (amount, currency) in new[] { (100, "CNY"), (101, "CNY"), (99, "CNY"), (-100, "CNY"), (100, "USD") })
                Assert.Equal(state == GatewayState.Approved && (amount, currency) == (100, "CNY"),
                    GatewayAnswers.Next(payment, new GatewayPayment("P", state, new Money(amount), currency, HandOver.Page, null)) == PaymentState.Settled);
    }

    [Fact]
    public void Nothing_leads_out_of_settled_and_everything_leads_into_it()
    {
        foreach (var state in Enum.GetValues<PaymentState>())
        {
            Assert.False(PaymentState.Settled.Can(state));
            Assert.Equal(state != PaymentState.Settled, state.Can(PaymentState.Settled));
        }
    }
}
