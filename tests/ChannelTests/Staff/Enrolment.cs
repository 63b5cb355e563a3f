using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Staff;

static partial class Enrolment
{
    /// <summary>A member of staff with these roles, enrolled and signed in, as a person would do it.</summary>
    public static async Task<(Visitor At, byte[] Secret)> OfAsync(RunningHall hall, string name, string password, params string[] roles)
    {
        await hall.InScopeAsync(async s => { await s.GetRequiredService<MakeStartingRoles>().HandleAsync(default); return true; });
        var added = (await hall.InScopeAsync(s => s.GetRequiredService<AddStaffHandler>().HandleAsync(new(name, name, roles), Caller.System, default))).Value;
        var at = hall.Visit();
        var enrol = await at.FollowAsync(await at.SendAsync((await at.GetAsync("/staff/sign-in"))["staff-sign-in"], ("Name", name), ("Password", added.OneTimePassword)));
        var secret = Base32(Shown().Match(enrol.Html).Groups[1].Value);
        var done = await at.SendAsync(enrol["staff-enrol"], ("Password", password), ("Code", Code(secret, hall.Clock.GetUtcNow())));
        Assert.Equal(10, Recovery().Count(done.Html));
        return (at, secret);
    }

    /// <summary>A code generator of another make, so that ours is not checked against itself.</summary>
    public static string Code(byte[] secret, DateTimeOffset now)
    {
        var counter = BitConverter.GetBytes(now.ToUnixTimeSeconds() / 30);
        if (BitConverter.IsLittleEndian) Array.Reverse(counter);
#pragma warning disable CA5350 // as RFC 6238 says
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var at = hash[19] & 15;
        return ((((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3]) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    static byte[] Base32(string text)
    {
        var (held, bits, made) = (0, 0, new List<byte>());
        foreach (var c in text.Where(c => c != ' '))
        {
            held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal);
            if ((bits += 5) >= 8) made.Add((byte)(held >> (bits -= 8)));
        }
        return [.. made];
    }

    [GeneratedRegex("<span class=\"num\">([A-Z2-7 ]{30,})</span>")] private static partial Regex Shown();
    [GeneratedRegex("<li class=\"num\">[a-z0-9]{5}-[a-z0-9]{5}</li>")] private static partial Regex Recovery();
}
