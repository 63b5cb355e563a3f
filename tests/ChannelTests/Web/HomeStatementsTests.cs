using System.Net;
using Wangting.Storage;

namespace Wangting.ChannelTests.Web;

public sealed class The_home_of_somebody_signed_in
{
    [Theory]
    [InlineData("13300000001")]
    [InlineData("18000000010")]
    public async Task Asks_the_database_three_times_and_once_who_it_is(string number)
    {
        await using var hall = await ListeningHall.OpenAsync(DatabaseKind.Sqlite);
        using var visitor = hall.Visit();
        await visitor.SignInAsync(number);
        await visitor.GetAsync("/"); // what is looked up once for everybody
        hall.Statements.Clear();

        var home = await visitor.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, home.Status);
        var own = hall.Statements.Where(s => !s.Contains("identity_sessions", StringComparison.Ordinal)).ToArray();
        Assert.True(own.Length is > 0 and <= 3, string.Join("\n\n", own));
        Assert.True(hall.Statements.Count - own.Length <= 1, string.Join("\n\n", hall.Statements));
    }
}
