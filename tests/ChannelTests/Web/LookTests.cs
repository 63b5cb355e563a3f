namespace Wangting.ChannelTests.Web;

public sealed class LookTests(RunningHall hall) : IClassFixture<RunningHall>
{
    [Fact]
    public async Task What_is_switched_on_one_device_is_found_on_the_next()
    {
        using var phone = hall.Visit();
        await phone.SignInAsync("15300008826");
        await SwitchAsync(phone, "/", "size:elder");
        await SwitchAsync(phone, "/", "mode:dark");
        await SwitchAsync(phone, "/", "language:en");

        using var desk = hall.Visit();
        Assert.Contains("lang=\"zh-CN\" data-mode=\"auto\" data-size=\"normal\"", (await desk.GetAsync("/sign-in")).Html, StringComparison.Ordinal);
        await desk.SignInAsync("15300008826");

        Assert.Contains("lang=\"en\" data-mode=\"dark\" data-size=\"elder\"", (await desk.GetAsync("/")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_visitor_switched_in_this_browser_stands()
    {
        using var phone = hall.Visit();
        await phone.SignInAsync("18000000010");
        await SwitchAsync(phone, "/", "mode:dark");

        using var desk = hall.Visit();
        await SwitchAsync(desk, "/sign-in", "size:elder");
        await desk.SignInAsync("18000000010");

        Assert.Contains("data-mode=\"auto\" data-size=\"elder\"", (await desk.GetAsync("/")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_never_switched_reads_as_the_browser_asks()
    {
        using var alice = hall.Visit("en");
        await alice.SignInAsync("19900000007");

        Assert.Contains("lang=\"en\" data-mode=\"auto\" data-size=\"normal\"", (await alice.GetAsync("/")).Html, StringComparison.Ordinal);
    }

    static async Task SwitchAsync(Visitor who, string at, string set) => await who.SendAsync((await who.GetAsync(at))["/look"], ("set", set));
}
