using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Api;

/// <summary>What is wrong with a request is said as the standard says it.</summary>
public sealed class Refusals_of_the_api(SqliteApiHall hall) : IClassFixture<SqliteApiHall>
{
    const string Individual = "party/v4/individual";
    readonly ApiClient machine = hall.Machine;

    [Fact]
    public async Task Nobody_and_who_shows_a_false_token_are_asked_for_one()
    {
        using var nobody = ApiClient.Nobody(hall.Hall);
        var answer = await nobody.GetAsync(Individual);
        Assert.Equal("api.token", answer.ErrorCode(HttpStatusCode.Unauthorized));
        Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        var parts = machine.Token!.Split('.');
        foreach (var false_ in new[] { "x", parts[0] + "." + parts[1] + "." + new string('A', parts[2].Length), parts[0] + "." + parts[1] + ".", new string('a', 9000) })
        {
            using var stranger = ApiClient.WithToken(hall.Hall, false_);
            Assert.Contains("invalid_token", (await stranger.GetAsync(Individual)).Header("WWW-Authenticate"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_opens_what_its_scopes_name()
    {
        using var reader = await ApiClient.MachineAsync(hall.Hall, "party.read");
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(Individual)).Status);
        var refused = await reader.PostAsync(Individual, new { givenName = "a", familyName = "b" });
        Assert.Equal("api.scope", refused.ErrorCode(HttpStatusCode.Forbidden));
        Assert.Contains("party.write", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal("api.scope", (await reader.GetAsync("customerManagement/v4/customer")).ErrorCode(HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task A_token_withdrawn_is_refused_within_two_seconds()
    {
        using var reader = await ApiClient.MachineAsync(hall.Hall, "party.read");
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(Individual)).Status);
        hall.Hall.Clock.Advance(TimeSpan.FromMilliseconds(950)); // asked again just before
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(Individual)).Status);
        await hall.Hall.InScopeAsync(s => s.GetRequiredService<DisableClientHandler>().HandleAsync(new(reader.ClientId), Caller.System, default));
        hall.Hall.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("api.token", (await reader.GetAsync(Individual)).ErrorCode(HttpStatusCode.Unauthorized));
    }

    [Theory]
    [InlineData("{", "application/json", 400, "api.not_json")]
    [InlineData("", "application/json", 400, "api.not_json")]
    [InlineData("[]", "application/json", 400, "api.not_an_object")]
    [InlineData("{\"givenName\":\"a\",\"givenName\":\"b\"}", "application/json", 400, "api.not_json")]
    [InlineData("{\"givenName\":\"\\ud800\",\"familyName\":\"b\"}", "application/json", 400, "api.text")]
    [InlineData("{\"givenName\":\"a\\u0000\",\"familyName\":\"b\"}", "application/json", 400, "api.text")]
    [InlineData("{}", "application/json", 400, "api.missing")]
    [InlineData("{\"givenName\":\"a\",\"familyName\":null}", "application/json", 400, "api.missing")]
    [InlineData("{\"givenName\":\"a\",\"familyName\":\" \"}", "application/json", 400, "api.missing")]
    [InlineData("{\"givenName\":\"a\",\"familyName\":\"b\",\"birthDate\":\"yesterday\"}", "application/json", 400, "api.wrong_type")]
    [InlineData("{\"givenName\":\"a\",\"familyName\":\"b\",\"contactMedium\":[7]}", "application/json", 400, "api.wrong_type")]
    [InlineData("{\"givenName\":\"a\",\"familyName\":\"b\",\"contactMedium\":[{\"preferred\":\"yes\"}]}", "application/json", 400, "api.wrong_type")]
    [InlineData("{\"givenName\":\"a\",\"familyName\":\"b\",\"birthDate\":\"2222-01-01\"}", "application/json", 422, "party.born_later")]
    [InlineData("{\"givenName\":\"a\",\"familyName\":\"b\",\"individualIdentification\":[{\"identificationType\":\"cn-resident-id\",\"identificationId\":\"12\"}]}", "application/json", 422, null)]
    [InlineData("<a/>", "text/xml", 415, "api.content_type")]
    [InlineData("{}", "", 415, "api.content_type")]
    public async Task A_body_that_cannot_be_taken_is_said_why(string body, string type, int status, string? code)
    {
        var answer = await machine.SendAsync(HttpMethod.Post, Individual, body, type);
        var said = answer.ErrorCode((HttpStatusCode)status);
        if (code is not null) Assert.Equal(code, said);
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task What_is_too_deep_or_too_large_is_not_read()
    {
        var deep = "{\"givenName\":\"a\",\"familyName\":\"b\",\"x\":" + new string('[', 500) + new string(']', 500) + "}";
        Assert.Equal("api.too_deep", (await machine.SendAsync(HttpMethod.Post, Individual, deep)).ErrorCode(HttpStatusCode.BadRequest));
        var large = "{\"givenName\":\"a\",\"familyName\":\"b\",\"x\":\"" + new string('x', 300_000) + "\"}";
        Assert.Equal("api.too_large", (await machine.SendAsync(HttpMethod.Post, Individual, large)).ErrorCode(HttpStatusCode.RequestEntityTooLarge));
        var much = "{\"givenName\":\"a\",\"familyName\":\"b\",\"x\":\"" + new string('x', 20_000) + "\"}";
        Assert.Equal("extra.too_much", (await machine.SendAsync(HttpMethod.Post, Individual, much)).ErrorCode(HttpStatusCode.UnprocessableEntity));
        Assert.Equal("api.text", (await machine.SendAsync(HttpMethod.Post, Individual, Encoding.Latin1.GetBytes("{\"givenName\":\"é\",\"familyName\":\"b\"}"))).ErrorCode(HttpStatusCode.BadRequest));
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task Wrong_addresses_methods_and_filters_are_said()
    {
        foreach (var path in (string[])["party/v4/nobody", "party/v9/individual", "nothing", "party/v4/individual/1/2"]) Assert.Equal("api.no_such_path", (await machine.GetAsync(path)).ErrorCode(HttpStatusCode.NotFound));
        foreach (var id in (string[])["1", Guid.Empty.ToString(), "..%2f", "'"]) Assert.Equal("api.not_found", (await machine.GetAsync($"{Individual}/{id}")).ErrorCode(HttpStatusCode.NotFound));
        var method = await machine.SendAsync(HttpMethod.Put, Individual, "{}");
        Assert.Equal("api.method", method.ErrorCode(HttpStatusCode.MethodNotAllowed));
        Assert.Contains("POST", method.Header("Allow"), StringComparison.Ordinal);
        Assert.Equal("api.accept", (await machine.SendAsync(HttpMethod.Get, Individual, null, "", ("Accept", "text/html"))).ErrorCode(HttpStatusCode.NotAcceptable));
        Assert.Equal("api.filter_value", (await machine.GetAsync($"{Individual}?birthDate=soon")).ErrorCode(HttpStatusCode.BadRequest));
        Assert.Equal("api.filter_whole", (await machine.GetAsync($"{Individual}?contactMedium=x")).ErrorCode(HttpStatusCode.BadRequest));
        Assert.Equal("api.filter_unknown", (await machine.GetAsync($"{Individual}?birthDate.gt=2000-01-01")).ErrorCode(HttpStatusCode.BadRequest));
        Assert.Empty((await machine.GetAsync($"{Individual}?shoeSize=44&x'%22=1")).List);
        Assert.Empty((await machine.GetAsync($"{Individual}?givenName=%00&x%00=%00")).List);
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task Messages_are_in_the_callers_language()
    {
        var answer = await machine.SendAsync(HttpMethod.Get, Individual + "/1", null, "", ("Accept-Language", "zh-CN"));
        Assert.Contains("不属于你", answer.Thing["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_sees_their_own_and_nothing_of_others()
    {
        using var zhang = await ApiClient.PersonAsync(hall.Hall, "13300000001");
        using var other = await ApiClient.PersonAsync(hall.Hall, "18900000066");
        foreach (var path in (string[])[Individual, "customerManagement/v4/customer", "accountManagement/v4/billingAccount"])
        {
            var (mine, theirs, all) = (await zhang.GetAsync(path), await other.GetAsync(path), await machine.GetAsync(path + "?limit=1000"));
            Assert.NotEmpty(mine.List);
            Assert.Empty(mine.Ids.Intersect(theirs.Ids));
            Assert.True(all.List.Count > mine.List.Count);
            foreach (var id in theirs.Ids) Assert.Equal("api.not_found", (await zhang.GetAsync($"{path}/{id}")).ErrorCode(HttpStatusCode.NotFound));
            foreach (var id in theirs.Ids) Assert.Empty((await zhang.GetAsync($"{path}?id={id}")).List);
            foreach (var id in mine.Ids) Assert.Equal(HttpStatusCode.OK, (await zhang.GetAsync($"{path}/{id}")).Status);
            Assert.Equal("api.scope", (await zhang.PatchAsync($"{path}/{mine.Ids.First()}", new { name = "x" })).ErrorCode(HttpStatusCode.Forbidden));
        }
        using var little = await ApiClient.PersonAsync(hall.Hall, "18000000010", "openid", "profile");
        Assert.Equal("api.scope", (await little.GetAsync("accountManagement/v4/billingAccount")).ErrorCode(HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task A_person_who_signs_out_takes_their_tokens_with_them()
    {
        using var program = await OpenId.ClientProgram.RegisterAsync(hall.Hall, scopes: ["openid", "account.read"]);
        using var person = hall.Hall.Visit();
        await person.SignInAsync("19900000007");
        var token = (await program.CodeAsync(OpenId.ClientProgram.CodeIn(await person.GetAsync(program.Authorize("openid account.read")))))["access_token"]!;
        using var app = ApiClient.WithToken(hall.Hall, token);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("accountManagement/v4/billingAccount")).Status);
        await program.RevokeAsync(token);
        hall.Hall.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("api.token", (await app.GetAsync("accountManagement/v4/billingAccount")).ErrorCode(HttpStatusCode.Unauthorized));
    }
}
