using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Channels.Web;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Operating;

public sealed class Settings_at_start
{
    static string? Problem(string key, string value)
    {
        try
        {
            Hall.BuildForCommand(new Dictionary<string, string?> { [key] = value }).Dispose();
            return null;
        }
        catch (SetupProblem problem) { return problem.Message; }
    }

    [Theory]
    [InlineData("Database:Kind", "Oracle", "Database:Kind is “Oracle”; the choices are Sqlite, Postgres.")]
    [InlineData("Database:Kind", "1", "Database:Kind is “1”; the choices are Sqlite, Postgres.")]
    [InlineData("Operator:Curency", "CNY", "Operator:Curency is not a setting. Did you mean Operator:Currency?")]
    [InlineData("Database:Colour", "blue", "Database:Colour is not a setting. In Database there are: ConnectionString, Kind.")]
    [InlineData("Databse:Kind", "Sqlite", "Databse is not a section. Did you mean Database?")]
    [InlineData("SignIn:CodeTries", "many", "SignIn:CodeTries is “many”; it is a whole number.")]
    [InlineData("SignIn:CodeLifetime", "5 minutes", "SignIn:CodeLifetime is “5 minutes”; it is a length of time such as 00:05:00 (hours:minutes:seconds) or 2.00:00:00 (days first).")]
    [InlineData("Notices:Kannel:Ulr", "http://localhost", "Notices:Kannel:Ulr is not a setting. Did you mean Notices:Kannel:Url?")]
    public void That_cannot_be_meant_are_refused_with_the_choices(string key, string value, string sentence) => Assert.Equal(sentence, Problem(key, value));

    [Theory]
    [InlineData("Database:Kind", "postgres")]
    [InlineData("SignIn:CodeLifetime", "00:10:00")]
    [InlineData("Logging:LogLevel:Default", "Warning")]
    [InlineData("SomethingOfTheEnvironment", "x")]
    [InlineData("Elsewhere:Key", "x")]
    public void That_are_right_or_not_ours_pass(string key, string value) => Assert.Null(Problem(key, value));

    [Fact]
    public void Name_proxies_by_address_or_network()
    {
        var problem = Assert.Throws<SetupProblem>(() =>
        {
            var hall = Hall.Build([], new Dictionary<string, string?> { ["Operating:TrustedProxies:0"] = "proxy.example" });
            return hall.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
        });
        Assert.Contains("10.0.0.0/8", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Web:Theme")]
    [InlineData("Web:Brands:young:Theme")]
    public void Name_a_theme_that_there_is(string key)
    {
        var problem = Assert.Throws<OptionsValidationException>(() => WebOf(key, "pink"));
        Assert.Contains($"{key} is one of celadon, sky, plum, ochre, slate.", Assert.Single(problem.Failures), StringComparison.Ordinal);
        Assert.NotNull(WebOf(key, "plum"));
    }

    static WebOptions WebOf(string key, string theme) => Hall.Build([], new Dictionary<string, string?> { [key] = theme }).Services.GetRequiredService<IOptions<WebOptions>>().Value;

    [Fact]
    public void Are_all_named_at_once()
    {
        var problem = Assert.Throws<SetupProblem>(() => Hall.BuildForCommand(new Dictionary<string, string?> { ["Database:Kind"] = "x", ["Operator:Nmae"] = "y" }));
        Assert.Equal(2, problem.Message.Split(Environment.NewLine).Length);
    }
}
