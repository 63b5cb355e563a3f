using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Billing;

public sealed class A_late_fee
{
    static readonly LateFeeRule ThreePerMille = new(3_000, 1, 1_000_000);
    static readonly DateOnly Due = new(2026, 10, 20);

    static LateBill Bill(long minor) => new(new Money(minor), Due, [], [], Money.Zero);

    static DateOnly Day(int after) => Due.AddDays(after);

    static long Of(LateBill bill, int from, int to, LateFeeRule? rule = null) => LateFee.Of(rule ?? ThreePerMille, bill, Day(from), Day(to)).Amount.Minor;

    [Fact]
    public void Is_a_share_of_what_is_overdue_for_each_day_after_the_last_to_pay()
    {
        Assert.Equal(0, Of(Bill(10_000), -20, 0));
        Assert.Equal(30, Of(Bill(10_000), -20, 1));
        Assert.Equal(new LateFeeDue(new Money(330), 11, new Money(10_000)), LateFee.Of(ThreePerMille, Bill(10_000), Day(-19), Day(11)));
        Assert.Equal(150, Of(Bill(10_000), -20, 9, ThreePerMille with { FirstDay = 5 }));
    }

    [Fact]
    public void Is_earned_by_what_is_left_and_from_the_day_of_a_payment_on_by_that_no_more()
    {
        var bill = Bill(10_000) with { Paid = [(Day(3), new Money(4_000)), (Day(6), new Money(6_000))] };
        Assert.Equal(30 + 30 + 18 * 3, Of(bill, 1, 30));
        Assert.Equal(0, Of(bill, 6, 30));
    }

    [Fact]
    public void Is_not_earned_by_what_is_disputed_as_long_as_it_is()
    {
        var bill = Bill(10_000) with { Disputed = [(Day(2), Day(5), new Money(10_000))] };
        Assert.Equal(30 * 2, Of(bill, 1, 5));
        Assert.Equal(30, Of(bill with { Disputed = [(Day(2), null, new Money(10_000))] }, 1, 90));
    }

    [Fact]
    public void Is_rounded_once_for_the_period_the_half_up()
    {
        Assert.Equal(0, Of(Bill(16), 1, 10)); // 0.48
        Assert.Equal(1, Of(Bill(17), 1, 10)); // 0.51
        Assert.Equal(1, Of(Bill(50), 1, 10, new(1_000, 1, 1_000_000))); // 0.50
    }

    [Fact]
    public void Never_comes_to_more_than_what_was_overdue()
    {
        var (bill, charged) = (Bill(1_000), 0L);
        for (var from = 1; from < 1_000; from += 30)
        {
            var fee = Of(bill with { Charged = new Money(charged) }, from, from + 29);
            Assert.True(fee >= 0);
            charged += fee;
        }
        Assert.Equal(1_000, charged);
        Assert.Equal(500, Of(bill, 1, 4_000, ThreePerMille with { MostPerMillion = 500_000 }));
    }

    [Fact]
    public void In_pieces_is_the_whole_but_for_their_rounding()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 500; round++)
        {
            var bill = Bill(random.Next(1, 100_000)) with
            {
                Paid = [.. Enumerable.Range(0, random.Next(4)).Select(_ => (Day(random.Next(-5, 60)), new Money(random.Next(1, 30_000))))],
                Disputed = [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(0, 60)).Select(f => (Day(f), (DateOnly?)Day(f + random.Next(1, 20)), new Money(random.Next(1, 30_000))))],
            };
            var cut = random.Next(1, 59);
            var (whole, first) = (Of(bill, 1, 60), Of(bill, 1, cut));
            var second = Of(bill with { Charged = new Money(first) }, cut + 1, 60);
            Assert.InRange(first + second - whole, -1, 1);
            Assert.True(first + second <= bill.Base.Minor);
        }
    }
}
