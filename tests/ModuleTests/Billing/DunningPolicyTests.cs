using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Billing;

public sealed class Which_step_is_due
{
    static readonly DateOnly Due = new(2026, 10, 1);
    static readonly DunningPolicy Standard = DunningPolicy.Of(new DunningOptions(), CustomerClass.Ordinary, Currency.Yuan);

    static DunningRule? Next(int day, params (int Day, int On)[] taken) => Standard.Next(Due, [.. taken.Select(t => (t.Day, Due.AddDays(t.On)))], mayCutOff: true, Due.AddDays(day));

    [Theory]
    [InlineData(-4, null), InlineData(-3, -3), InlineData(0, -3), InlineData(1, 1), InlineData(6, 1), InlineData(7, 7), InlineData(14, 7)]
    public void Of_reminders_the_latest_that_has_come(int day, int? step) => Assert.Equal(step, Next(day)?.Day);

    [Fact]
    public void In_its_time_each_once()
    {
        Assert.Null(Next(14, (-3, -3), (1, 1), (7, 7)));
        Assert.Equal(new DunningRule(15, DunningAct.Restrict), Next(15, (-3, -3), (1, 1), (7, 7)));
        Assert.Null(Next(29, (7, 7), (15, 15)));
        Assert.Equal(new DunningRule(30, DunningAct.Suspend), Next(30, (7, 7), (15, 15)));
        Assert.Null(Next(400, (7, 7), (15, 15), (30, 30)));
    }

    [Fact]
    public void Nobody_is_cut_off_who_was_not_reminded_as_long_before_as_the_policy_says()
    {
        Assert.Equal(DunningAct.Remind, Next(60)?.Act);
        Assert.Null(Next(67, (7, 60)));
        Assert.Equal(DunningAct.Restrict, Next(68, (7, 60))?.Act);
        Assert.Null(Next(82, (7, 60), (15, 68)));
        Assert.Equal(DunningAct.Suspend, Next(83, (7, 60), (15, 68))?.Act);
    }

    [Fact]
    public void What_a_former_holder_owes_cuts_nobody_off() =>
        Assert.Null(Standard.Next(Due, [(7, Due.AddDays(7))], mayCutOff: false, Due.AddDays(90)));

    [Fact]
    public void Enterprises_are_reminded_and_not_cut_off_unless_an_operator_says_so()
    {
        Assert.DoesNotContain(DunningPolicy.Of(new DunningOptions(), CustomerClass.Enterprise, Currency.Yuan).Rules, r => r.Act != DunningAct.Remind);
        var said = new DunningOptions { LeastDebt = 5, Enterprise = { LeastDebt = 100, Steps = [new() { Day = 60, Do = DunningAct.Restrict }, new() { Day = 30, Do = DunningAct.Remind }] } };
        var policy = DunningPolicy.Of(said, CustomerClass.Enterprise, Currency.Yuan);
        Assert.Equal((new Money(10_000), 30, 60), (policy.LeastDebt, policy.Rules[0].Day, policy.Rules[1].Day));
        Assert.Equal(new Money(500), DunningPolicy.Of(said, CustomerClass.Brand, Currency.Yuan).LeastDebt);
    }

    [Fact]
    public void A_policy_that_cuts_off_without_a_word_is_refused()
    {
        Assert.Empty(new DunningOptions().Validate(new(new object())));
        Assert.Single(new DunningOptions { Steps = [new() { Day = 3, Do = DunningAct.Suspend }] }.Validate(new(new object())));
        Assert.Single(new DunningOptions { Steps = [new() { Day = 1 }, new() { Day = 1 }] }.Validate(new(new object())));
        Assert.Single(new DunningOptions { From = new(20, 0), Until = new(9, 0) }.Validate(new(new object())));
        Assert.Single(new DunningOptions { LeastDebt = 0 }.Validate(new(new object())));
    }
}
