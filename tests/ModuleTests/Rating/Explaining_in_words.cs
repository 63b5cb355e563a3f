using System.Reflection;
using CsCheck;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Rating;

/// <summary>Causes as a page, a short message and a voice tell them.</summary>
public sealed class Explaining_in_words
{
    static readonly Texts Words = Texts.Load(Assembly.Load("Wangting.Channels"), Currency.Yuan, TimeZoneInfo.Utc);
    static readonly DateOnly September = new(2026, 9, 1), October = new(2026, 10, 1);

    static ToldDifference Of(long was, params (Cause Cause, long Amount)[] causes) =>
        new(September, October, new Money(was), new Money(was + causes.Sum(c => c.Amount)), [.. causes.Select(c => new CausedDifference(c.Cause, c.Amount, [new ChangedCharge(0, Guid.Empty, ChargeSource.Usage, "u", LocalText.Of("国内通话", "Calls"), 0, c.Amount)]))]);

    [Fact]
    public void A_page_says_more_or_less_and_of_what()
    {
        var of = Of(99_00, (Cause.Prices, -5_00), (Cause.Usage, 17_30));
        Assert.Equal("10 月账单比 9 月多 12.30\u00A0元", ExplainedWords.Finding(Words, "zh-CN", of));
        Assert.Equal("Your October bill is ¥12.30 more than September’s", ExplainedWords.Finding(Words, "en", of));
        Assert.Equal("用得和上次不同，多 17.30\u00A0元：国内通话 +17.30", ExplainedWords.Page(Words, "zh-CN", of.Causes[1]));
        Assert.Equal("The same services at other prices, ¥5.00 less: Calls −5.00", ExplainedWords.Page(Words, "en", of.Causes[0]));
    }

    [Fact]
    public void A_message_names_the_largest_cause_first()
    {
        var of = Of(99_00, (Cause.Prices, -5_00), (Cause.Usage, 17_30));
        Assert.Equal("10 月账单111.30元，比9 月多12.30元：用量+17.30，资费−5.00。", ExplainedWords.Sms(Words, "zh-CN", of));
        Assert.Equal("October bill 111.30, up 12.30: use +17.30, prices −5.00.", ExplainedWords.Sms(Words, "en", of));
    }

    [Fact]
    public void A_voice_says_numbers_in_words()
    {
        var of = Of(99_00, (Cause.Prices, -5_00), (Cause.Usage, 17_32));
        Assert.Equal("您十月的账单是一百一十一元三角二分，比九月多十二元三角二分。用量不同，多十七元三角二分。资费变了，少五元。", ExplainedWords.Voice(Words, "zh-CN", of));
        Assert.Equal("Your October bill is one hundred and eleven yuan thirty-two, twelve yuan thirty-two more than in September. What you used, seventeen yuan thirty-two more. Other prices, five yuan less.", ExplainedWords.Voice(Words, "en", of));
    }

    [Theory]
    [InlineData(0, "零元", "zero yuan")]
    [InlineData(200, "两元", "two yuan")]
    [InlineData(5, "五分", "five fen")]
    [InlineData(10_05, "十元零五分", "ten yuan five fen")]
    [InlineData(1010_50, "一千零一十元五角", "one thousand and ten yuan fifty")]
    [InlineData(200_300_00, "二十万零三百元", "two hundred thousand three hundred yuan")]
    [InlineData(1_205_000_00, "一百二十万五千元", "one million two hundred and five thousand yuan")]
    [InlineData(-100, "负一元", "minus one yuan")]
    public void Amounts_are_spoken_as_people_say_them(long minor, string chinese, string english) =>
        Assert.Equal((chinese, english), (SpokenNumbers.Say(Words, "zh-CN", new Money(minor)), SpokenNumbers.Say(Words, "en", new Money(minor))));

    [Fact]
    public void Every_cause_has_its_words_in_every_language()
    {
        foreach (var language in Words.Languages)
            foreach (var cause in Enum.GetValues<Cause>())
                foreach (var amount in (long[])[1, 0, -1])
                {
                    var of = Of(1000, (cause, amount));
                    Assert.DoesNotContain(new[] { ExplainedWords.Finding(Words, language, of), ExplainedWords.Page(Words, language, of.Causes[0]), ExplainedWords.Sms(Words, language, of), ExplainedWords.Voice(Words, language, of) }, IsBroken);
                }
    }

    [Fact]
    public void Any_explanation_is_one_whole_message_and_no_voice_meets_a_symbol() => Gen.Int.Sample(seed =>
    {
        var chance = new Random(seed);
        var size = (long)Math.Pow(10, chance.Next(1, 15));
        var of = Of(chance.NextInt64(-size, size), [.. Enum.GetValues<Cause>().Where(_ => chance.Next(2) == 0).Select(c => (c, chance.NextInt64(-size, size)))]);
        return Words.Languages.All(language =>
        {
            var (sms, voice) = (ExplainedWords.Sms(Words, language, of), ExplainedWords.Voice(Words, language, of));
            return sms.Length is > 10 and <= ExplainedWords.SmsLength && sms[^1] is '。' or '.' && !IsBroken(sms) && !IsBroken(voice) && voice.All(c => char.IsLetter(c) || " ,.，。-".Contains(c, StringComparison.Ordinal));
        });
    }, iter: Chance.Cases);

    static bool IsBroken(string said) => said.Contains('{', StringComparison.Ordinal) || said.Contains('[', StringComparison.Ordinal) || said.Length == 0;
}
