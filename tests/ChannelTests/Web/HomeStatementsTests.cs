using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ChannelTests.Web;

public sealed class The_home_of_somebody_signed_in
{
    [Theory]
    [InlineData("13300000001", "18000000010", true)]
    [InlineData("18000000010", "13300000001", false)] // looks after an organisation: its lines come and go without naming whoever does
    public async Task Asks_the_database_three_times_and_once_who_it_is_and_then_not_at_all(string number, string before, bool kept)
    {
        await using var hall = await ListeningHall.OpenAsync(DatabaseKind.Sqlite);
        using var visitor = hall.Visit();
        using var earlier = hall.Visit();
        await visitor.SignInAsync(number);
        await earlier.SignInAsync(before);
        await earlier.GetAsync("/"); // what is looked up once for everybody
        await LookAsync(hall);
        hall.Statements.Clear();

        var home = await visitor.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, home.Status);
        var own = Asked().Where(s => !s.Contains("identity_sessions", StringComparison.Ordinal)).ToArray();
        Assert.True(own.Length is > 0 and <= 3, string.Join("\n\n", own));
        Assert.True(Asked().Length - own.Length <= 1, string.Join("\n\n", Asked()));

        await LookAsync(hall);
        hall.Statements.Clear();
        Assert.Equal(home.Words, (await visitor.GetAsync("/")).Words);
        Assert.True(Asked().Length == 0 == kept, string.Join("\n\n", Asked()));

        // The watch over other nodes asks for nobody's home.
        string[] Asked() => [.. hall.Statements.Where(s => !s.Contains("kernel_", StringComparison.Ordinal))];
    }

    // What else happens twice a second: without it nothing kept is believed.
    static Task LookAsync(ListeningHall hall) => hall.Services.GetRequiredService<ChangeWatch>().LookAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task Is_their_own_however_often_and_by_whomever_it_is_asked()
    {
        await using var hall = await ListeningHall.OpenAsync(DatabaseKind.Sqlite);
        using var wang = hall.Visit();
        using var li = hall.Visit();
        await wang.SignInAsync("13300000001");
        await li.SignInAsync("18000000010");
        await LookAsync(hall);
        var (first, other) = ((await wang.GetAsync("/")).Words, (await li.GetAsync("/")).Words);
        Assert.NotEqual(first, other);
        for (var again = 0; again < 3; again++)
        {
            Assert.Equal(other, (await li.GetAsync("/")).Words);
            Assert.Equal(first, (await wang.GetAsync("/")).Words);
        }
    }

    [Fact]
    public async Task Shows_what_has_changed_the_next_time()
    {
        await using var hall = await ListeningHall.OpenAsync(DatabaseKind.Sqlite);
        using var visitor = hall.Visit();
        await visitor.SignInAsync("13300000001");
        await LookAsync(hall);
        var before = (await visitor.GetAsync("/")).Words;
        await LookAsync(hall);
        Assert.Equal(before, (await visitor.GetAsync("/")).Words);
        var tiles = await visitor.GetAsync("/me/tiles");
        await visitor.SendAsync(tiles["/me/tiles"], ("move", "hide:usage"));
        Assert.NotEqual(before, (await visitor.GetAsync("/")).Words);
    }
}
