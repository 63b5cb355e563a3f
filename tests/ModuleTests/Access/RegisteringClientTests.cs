using Wangting.Identity;

namespace Wangting.ModuleTests.Access;

public sealed class Registering_a_client
{
    [Theory]
    [InlineData(ClientKind.Web, "https://app.example/back", null)]
    [InlineData(ClientKind.Web, "http://localhost:5000/back", null)]
    [InlineData(ClientKind.Native, "com.example.app:/back", null)]
    [InlineData(ClientKind.Native, "http://127.0.0.1/back", null)]
    [InlineData(ClientKind.Web, "http://app.example/back", "client.address")]
    [InlineData(ClientKind.Web, "com.example.app:/back", "client.address")]
    [InlineData(ClientKind.Web, "https://app.example/back#here", "client.address")]
    [InlineData(ClientKind.Web, "javascript:alert(1)", "client.address")]
    [InlineData(ClientKind.Native, "javascript:alert(1)", "client.address")]
    [InlineData(ClientKind.Web, "/back", "client.address")]
    [InlineData(ClientKind.Web, null, "client.redirect")]
    [InlineData(ClientKind.Machine, "https://app.example/back", "client.redirect")]
    public void Takes_addresses_that_only_the_client_can_receive(ClientKind kind, string? address, string? refused)
    {
        var scope = kind == ClientKind.Machine ? "bill.read" : "openid";
        Assert.Equal(refused, AddClientHandler.Wrong(new("App", kind, [scope], address is null ? null : [address]))?.Code);
    }

    [Theory]
    [InlineData(ClientKind.Machine, "openid")]
    [InlineData(ClientKind.Native, "bill.write")]
    [InlineData(ClientKind.Machine, "everything")]
    public void Gives_persons_scopes_to_programs_of_persons_and_machines_scopes_to_machines(ClientKind kind, string scope) =>
        Assert.Equal("client.scope", AddClientHandler.Wrong(new("App", kind, [scope], kind == ClientKind.Machine ? null : ["https://a.example"]))?.Code);

    [Fact]
    public void Names_at_least_one_scope() => Assert.Equal("client.scope", AddClientHandler.Wrong(new("App", ClientKind.Machine, []))?.Code);
}
