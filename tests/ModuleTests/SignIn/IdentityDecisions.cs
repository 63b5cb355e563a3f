using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ModuleTests.SignIn;

public sealed class IdentityDecisions
{
    [Theory]
    [InlineData("133 0000 0001", "Phone +8613300000001")]
    [InlineData("+44 20 7946 0018", "Phone +442079460018")]
    [InlineData("025-84700001", "Phone +862584700001")]
    [InlineData("Zhang@Example.com", "Email zhang@example.com")]
    [InlineData("NJ25000017", "Account nj25000017")]
    [InlineData("nj123@js", "Account nj123@js")]
    [InlineData("a b", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_name_is_read_as_what_it_is(string? typed, string read)
    {
        var name = SignInName.Read(typed, "CN");
        Assert.Equal(read, name is { } n ? $"{n.Kind} {n.Value}" : "");
    }

    [Fact]
    public void Full_width_digits_are_digits() => Assert.Equal("+8613300000001", SignInName.Read("１３３００００００01", "CN")?.Value);

    [Theory]
    [InlineData("short", "password.too_short")]
    [InlineData("aaaaaaaa", "password.too_easy")]
    [InlineData("12345678", "password.too_easy")]
    [InlineData("13300000001", "password.too_easy")]
    [InlineData("my00000001", "password.too_easy")]
    [InlineData("correct horse", null)]
    [InlineData("西湖的水我的泪啊", null)]
    public void A_password_is_weighed(string password, string? refusal) =>
        Assert.Equal(refusal, PasswordRules.Weakness(password, "+8613300000001", 8)?.Code);

    [Fact]
    public void A_passkey_is_strong_whatever_came_before_and_fades_to_what_is_shown_next()
    {
        var session = new Session();
        var at = new DateTime(2026, 11, 23, 2, 0, 0, DateTimeKind.Utc);
        session.Prove(ProofMethod.Passkey, at);
        Assert.Equal(new Proof(Assurance.Strong, at), session.Proof);
        session.Prove(ProofMethod.Code, at.AddHours(1));
        Assert.Equal(new Proof(Assurance.Proven, at.AddHours(1), ByLine: true), session.Proof);
    }

    [Theory]
    [InlineData(ProofMethod.Code, ProofMethod.Password, 14, Assurance.Strong)]
    [InlineData(ProofMethod.Password, ProofMethod.Code, 14, Assurance.Strong)]
    [InlineData(ProofMethod.EmailCode, ProofMethod.Password, 1, Assurance.Strong)]
    [InlineData(ProofMethod.Code, ProofMethod.EmailCode, 1, Assurance.Proven)]
    [InlineData(ProofMethod.Code, ProofMethod.Password, 16, Assurance.Proven)]
    public void Having_and_knowing_within_a_quarter_of_an_hour_are_two_factors(ProofMethod first, ProofMethod second, int minutes, Assurance level)
    {
        var session = new Session();
        var at = new DateTime(2026, 11, 23, 2, 0, 0, DateTimeKind.Utc);
        session.Prove(first, at);
        session.Prove(second, at.AddMinutes(minutes));
        Assert.Equal(level, session.Proof.Level);
    }
}
