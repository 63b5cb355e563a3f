using System.Text;
using Wangting.Identity;

namespace Wangting.ModuleTests.Access;

public sealed class Codes_of_a_generator
{
    static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime)));

    [Fact]
    public void Are_taken_a_step_early_or_late_and_never_twice()
    {
        var now = new DateTime(2026, 11, 23, 2, 0, 0, DateTimeKind.Utc);
        var step = Totp.StepAt(now);
        foreach (var off in new[] { -1, 0, 1 }) Assert.Equal(step + off, Totp.Matching(Secret, Totp.Code(Secret, step + off), now, 0));
        foreach (var off in new[] { -2, 2 }) Assert.Null(Totp.Matching(Secret, Totp.Code(Secret, step + off), now, 0));
        Assert.Null(Totp.Matching(Secret, Totp.Code(Secret, step), now, lastUsed: step));
        Assert.Null(Totp.Matching(Secret, "１２３", now, 0));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_in_base_32_of_RFC_4648(string text, string written) => Assert.Equal(written, Totp.Base32(Encoding.ASCII.GetBytes(text)));
}
