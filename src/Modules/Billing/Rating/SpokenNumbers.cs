using System.Globalization;
using System.Text;
using Wangting.Kernel;

namespace Wangting.Billing.Rating;

/// <summary>Numbers as a voice says them: not a figure and no symbol, which every machine reads in its own way.</summary>
internal static class SpokenNumbers
{
    const string Digits = "零一二三四五六七八九";
    static readonly string[] Units = ["", "十", "百", "千"], Myriads = ["", "万", "亿", "万亿", "亿亿"], Thousands = ["", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion"];
    static readonly string[] Small = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
    static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>An amount with the words of its currency; yuan have names of their own for tenths and hundredths.</summary>
    public static string Say(Texts texts, string language, Money amount)
    {
        var scale = (long)Math.Pow(10, texts.Currency.MinorDigits);
        var (main, minor) = Math.DivRem(Math.Abs(amount.Minor), scale);
        var said = texts.Currency.Code == "CNY" ? Yuan(texts, language, main, minor) : texts.Say(language, minor == 0 ? "explain.spoken.main" : "explain.spoken.point",
            ("main", In(language, main)), ("minor", OneByOne(language, minor, texts.Currency.MinorDigits)), ("currency", texts.Say(language, "explain.spoken.currency")));
        return amount.IsNegative ? texts.Say(language, "explain.spoken.minus", ("amount", said)) : said;
    }

    static string Yuan(Texts texts, string language, long main, long minor)
    {
        var (jiao, fen) = Math.DivRem(minor, 10);
        var key = minor == 0 ? "yuan" : main == 0 ? (fen == 0 ? "jiao" : jiao == 0 ? "fen" : "jiaofen") : fen == 0 ? "yuanjiao" : jiao == 0 ? "yuanfen" : "yuanjiaofen";
        return texts.Say(language, "explain.spoken." + key, ("main", First(main)), ("jiao", main == 0 ? First(jiao) : In(language, jiao)), ("fen", minor == fen && main == 0 ? First(fen) : In(language, fen)), ("minor", In(language, minor)));

        // 两元, but 五元二角.
        string First(long number) => number == 2 && language.StartsWith("zh", StringComparison.Ordinal) ? "两" : In(language, number);
    }

    /// <summary>A whole number, not below zero.</summary>
    public static string In(string language, long number) => language.StartsWith("zh", StringComparison.Ordinal) ? Chinese(number)
        : language.StartsWith("en", StringComparison.Ordinal) ? English(number) : number.ToString(CultureInfo.InvariantCulture);

    static string OneByOne(string language, long number, int digits) =>
        string.Join(language.StartsWith("zh", StringComparison.Ordinal) ? "" : " ", number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0').Select(d => In(language, d - '0')));

    // Groups of four digits. One 零 stands for all that are missing between two that are there.
    static string Chinese(long number)
    {
        if (number == 0) return "零";
        var said = new StringBuilder();
        var gap = false;
        for (var group = 4; group >= 0; group--)
        {
            var four = (int)(number / (long)Math.Pow(10_000, group) % 10_000);
            for (var place = 3; place >= 0; place--)
            {
                var digit = four / (int)Math.Pow(10, place) % 10;
                if (digit == 0) { gap = said.Length > 0; continue; }
                if (gap && place != 3) said.Append('零');
                gap = false;
                // 十二, not 一十二, where nothing stands before it.
                if (digit != 1 || place != 1 || said.Length > 0) said.Append(Digits[digit]);
                said.Append(Units[place]);
            }
            if (four > 0) said.Append(Myriads[group]);
        }
        return said.ToString();
    }

    static string English(long number)
    {
        if (number == 0) return Small[0];
        var parts = new List<string>();
        for (var group = 6; group >= 0; group--)
        {
            var three = (int)(number / (long)Math.Pow(1_000, group) % 1_000);
            if (three == 0) continue;
            // One thousand and five; one hundred and five thousand.
            var and = group == 0 && three < 100 && parts.Count > 0 ? "and " : "";
            parts.Add(and + Hundreds(three) + Thousands[group]);
        }
        return string.Join(' ', parts);
    }

    static string Hundreds(int three)
    {
        var (hundreds, rest) = Math.DivRem(three, 100);
        var tens = rest < 20 ? (rest == 0 ? "" : Small[rest]) : Tens[rest / 10] + (rest % 10 == 0 ? "" : "-" + Small[rest % 10]);
        return hundreds == 0 ? tens : Small[hundreds] + " hundred" + (rest == 0 ? "" : " and " + tens);
    }
}
