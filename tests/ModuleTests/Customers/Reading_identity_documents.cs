using System.Globalization;
using CsCheck;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Customers;

public sealed class Reading_identity_documents
{
    static readonly DateOnly Today = new(2026, 11, 23);
    static readonly string[] Areas = [.. AreaCodes.All.Where(a => a is not ("810000" or "820000" or "830000")).Order(StringComparer.Ordinal)];

    // 17 digits of a number that could be somebody's: known area, a day up to today, any sequence.
    static readonly Gen<string> Digits = Gen.Select(Gen.Int[0, Areas.Length - 1], Gen.Int[0, Today.DayNumber - new DateOnly(1900, 1, 1).DayNumber], Gen.Int[0, 999],
        (area, day, sequence) => Areas[area] + new DateOnly(1900, 1, 1).AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture) + sequence.ToString("000", CultureInfo.InvariantCulture));

    static readonly Gen<string> Cards = Digits.Select(d => d + CheckCharacters.Mod11(d));

    [Theory]
    [InlineData("11010519491231002X")] // the example of the standard
    [InlineData("440524188001010014")]
    [InlineData("１１０１０５ 19491231 002x")] // full-width, blanks, small x
    public void A_right_card_is_read(string text) => Assert.True(DocumentRules.Check("cn-resident-id", text, Today).Succeeded);

    [Theory]
    [InlineData("", "document.shape")]
    [InlineData("1101051949123100", "document.shape")]
    [InlineData("11010519491231002XX", "document.shape")]
    [InlineData("1101051949123100AX", "document.shape")]
    [InlineData("110105194912310021", "document.check_character")]
    [InlineData("11010519490230002X", "document.check_character")]
    [InlineData("810000199408230021", "document.area_unknown")] // a residence permit is another document
    public void A_wrong_card_is_refused_with_the_first_reason(string text, string reason) => Assert.Equal(reason, Refused("cn-resident-id", text));

    [Fact]
    public void A_day_that_does_not_exist_is_refused() => Assert.Equal("document.birth_date", Refused("cn-resident-id", Checked("11010519490230002")));

    [Fact]
    public void A_birth_in_the_future_is_refused()
    {
        Assert.True(DocumentRules.Check("cn-resident-id", Checked("11010520261123002"), Today).Succeeded);
        Assert.Equal("document.birth_in_future", Refused("cn-resident-id", Checked("11010520261124002")));
    }

    [Fact]
    public void An_area_that_never_was_is_refused() => Assert.Equal("document.area_unknown", Refused("cn-resident-id", Checked("99999919491231002")));

    [Fact]
    public void An_area_that_was_withdrawn_is_still_somebodys()
    {
        Assert.True(AreaCodes.Has("110103")); // 崇文区, part of 东城区 since 2010
        Assert.True(DocumentRules.Check("cn-resident-id", Checked("11010319491231002"), Today).Succeeded);
    }

    [Fact]
    public void A_card_of_fifteen_digits_becomes_one_of_eighteen()
    {
        var read = DocumentRules.Check("cn-resident-id", "110105491231002", Today).Value;
        Assert.Equal("11010519491231002X", read.Number);
        Assert.Equal(new DateOnly(1949, 12, 31), read.Birth);
        Assert.Equal(Gender.Female, read.Gender);
    }

    [Fact]
    public void A_residence_permit_has_its_own_areas()
    {
        Assert.True(DocumentRules.Check("cn-residence-permit", Checked("81000019940823002"), Today).Succeeded);
        Assert.Equal("document.shape", Refused("cn-residence-permit", "11010519491231002X"));
    }

    [Theory]
    [InlineData("91350100M000100Y43", null)]
    [InlineData("9135 0100-M000 100Y43", null)]
    [InlineData("91350100M000100Y44", "document.check_character")]
    [InlineData("91350100I000100Y43", "document.shape")] // no letter I in these codes
    [InlineData("91350100M000100Y4", "document.shape")]
    public void An_organisation_code_is_checked(string text, string? reason) => Assert.Equal(reason, Refused("cn-uscc", text));

    [Theory]
    [InlineData("e12345678", null)]
    [InlineData("E1234", null)]
    [InlineData("E12", "document.shape")]
    [InlineData("E1234'; DROP TABLE", "document.shape")]
    public void A_passport_is_letters_and_digits(string text, string? reason) => Assert.Equal(reason, Refused("passport", text));

    [Fact]
    public void A_kind_that_no_rule_knows_is_refused() => Assert.Equal("document.type_unknown", Refused("library-card", "1"));

    [Fact]
    public void Every_well_made_card_is_read_and_says_when_its_bearer_was_born() => Cards.Sample(card =>
    {
        var read = DocumentRules.Check("cn-resident-id", card, Today).Value;
        return read.Number == card && read.Birth!.Value.ToString("yyyyMMdd", CultureInfo.InvariantCulture) == card[6..14] && read.Gender == ((card[16] - '0') % 2 == 1 ? Gender.Male : Gender.Female);
    });

    [Fact]
    public void One_wrong_digit_is_always_found() => Gen.Select(Cards, Gen.Int[0, 16], Gen.Int[1, 9]).Sample((card, at, by) =>
    {
        var wrong = card[..at] + (char)('0' + (card[at] - '0' + by) % 10) + card[(at + 1)..];
        return Refused("cn-resident-id", wrong) is "document.check_character" or "document.shape";
    });

    [Fact]
    public void Two_neighbours_exchanged_are_always_found() => Gen.Select(Cards, Gen.Int[0, 15]).Sample((card, at) =>
    {
        var wrong = card[..at] + card[at + 1] + card[at] + card[(at + 2)..];
        return wrong == card || Refused("cn-resident-id", wrong) is "document.check_character" or "document.shape";
    });

    [Fact]
    public void No_text_at_all_brings_it_down() => Gen.Select(Gen.String, Gen.Int[0, DocumentRules.Types.Count - 1]).Sample((text, type) =>
    {
        DocumentRules.Check(DocumentRules.Types[type], text, Today);
    });

    [Fact]
    public void A_number_never_shows_itself_whole() =>
        Assert.DoesNotContain("19491231", DocumentRules.Check("cn-resident-id", "11010519491231002X", Today).Value.ToString(), StringComparison.Ordinal);

    static string Checked(string digits) => digits + CheckCharacters.Mod11(digits);

    static string? Refused(string type, string text) => DocumentRules.Check(type, text, Today).Refusal?.Code;
}
