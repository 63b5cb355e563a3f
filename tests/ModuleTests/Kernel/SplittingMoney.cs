using CsCheck;
using Wangting.Kernel;

namespace Wangting.Tests.Kernel;

public class SplittingMoney
{
    [Fact]
    public void The_parts_add_up_to_the_whole_and_no_part_is_off_by_a_cent() =>
        Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Long[0, 1000].Array[1, 12]).Where(x => x.Item2.Any(w => w > 0)).Sample((amount, weights) =>
        {
            var parts = new Money(amount).Split(weights);
            var total = weights.Sum();
            for (var i = 0; i < parts.Length; i++)
                if (Int128.Abs((Int128)parts[i].Minor * total - (Int128)amount * weights[i]) >= total) return false;
            return parts.Sum(p => p.Minor) == amount;
        });

    [Fact]
    public void Nothing_is_split_by_no_weights() => Assert.Throws<ArgumentException>(() => new Money(1).Split([0, 0]));

    [Theory]
    [InlineData("50", 50_00)]
    [InlineData("５０．５", 50_50)]
    [InlineData("1,234.50", 1234_50)]
    [InlineData("¥129.00", 129_00)]
    [InlineData("−0.01", -1)]
    [InlineData("88 元", 88_00)]
    public void Amounts_are_read_as_people_write_them(string written, long minor)
    {
        Assert.True(Currency.Yuan.TryRead(written, out var amount));
        Assert.Equal(minor, amount.Minor);
    }

    [Theory]
    [InlineData("0.001")]
    [InlineData("fifty")]
    [InlineData("")]
    [InlineData("1e9")]
    [InlineData("99999999999999999999")]
    public void What_is_not_an_amount_is_not_rounded_into_one(string written) => Assert.False(Currency.Yuan.TryRead(written, out _));

    [Fact]
    public void Great_and_tiny_amounts_keep_every_cent_when_shown()
    {
        var culture = Texts.Culture("zh-CN");
        Assert.Equal("12,345,678.90", Currency.Yuan.Figure(new Money(1_234_567_890), culture));
        Assert.Equal("−¥0.01", Currency.Yuan.Say(new Money(-1), culture));
        Assert.Equal("+12.30", Currency.Yuan.Difference(new Money(12_30), culture));
    }
}
