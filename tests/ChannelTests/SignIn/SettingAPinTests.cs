using System.Net;
using System.Text.RegularExpressions;
using Wangting.ChannelTests.Web;

namespace Wangting.ChannelTests.SignIn;

public sealed partial class SettingAPinTests(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Number = "13300000001";

    [Theory]
    [InlineData("zh-CN", "太好猜了", "电话密码")]
    [InlineData("en", "Too easy to guess", "phone PIN")]
    public async Task A_poor_PIN_is_told_and_a_good_one_is_set(string language, string told, string notice)
    {
        using var zhang = hall.Visit(language);
        await zhang.SignInAsync(Number);
        var security = await zhang.GetAsync("/me/security");
        var page = (await Task.WhenAll(PinPage().Matches(security.Html).Select(m => zhang.GetAsync(m.Value)))).Single(p => p.Html.Contains("8613300000001", StringComparison.Ordinal));

        var refused = await zhang.SendAsync(page["pin"], ("Pin", "123456"));
        Assert.Contains(told, refused.Words, StringComparison.Ordinal);
        var set = await zhang.SendAsync(refused["pin"], ("Pin", "280519"));

        Assert.Equal((HttpStatusCode.Found, "/me/security#pin"), (set.Status, new Uri(hall.Address, set.Location).PathAndQuery + new Uri(hall.Address, set.Location).Fragment));
        Assert.Contains(await hall.MessagesAsync("+86" + Number), m => m.Body.Contains(notice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_elses_number_is_not_found()
    {
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Number);
        Assert.Equal(HttpStatusCode.NotFound, (await zhang.GetAsync($"/me/security/pin/{Guid.CreateVersion7()}")).Status);
    }

    [GeneratedRegex("/me/security/pin/[0-9a-f-]{36}")] private static partial Regex PinPage();
}
