using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Api;

public sealed class Reads_by_machines_on_SQLite(SqliteApiHall hall) : Reads_by_machines(hall), IClassFixture<SqliteApiHall>;

public sealed class Reads_by_machines_on_PostgreSQL(PostgresApiHall hall) : Reads_by_machines(hall), IClassFixture<PostgresApiHall>;

/// <summary>Which system read whose data stands in the audit log, and the customer is shown it.</summary>
public abstract class Reads_by_machines(ApiHall hall)
{
    const string Number = "13300000001", Accounts = "accountManagement/v4/billingAccount";

    async Task<IReadOnlyList<AuditLine>> LogAsync(ApiClient of, string act)
    {
        await hall.Hall.Services.GetRequiredService<AuditLater>().WriteAllAsync(TestContext.Current.CancellationToken);
        var lines = (await hall.Hall.InScopeAsync(s => s.GetRequiredService<ListAudit>().HandleAsync(new AuditFilter(Act: act), Caller.System, default))).Value.Lines;
        var client = (await hall.Hall.InScopeAsync(async s => await s.GetRequiredService<FindClient>().HandleAsync(of.ClientId, default)))!.Id;
        return [.. lines.Where(l => l.ActorKind == CallerKind.Machine && l.ActorId == client)];
    }

    [Fact]
    public async Task Are_written_down_one_by_one_with_whose_they_were_and_no_value()
    {
        using var machine = await ApiClient.MachineAsync(hall.Hall, "party.read", "account.read");
        var listed = await machine.GetAsync($"party/v4/individual?contactMedium.characteristic.phoneNumber=%2B86{Number}&limit=3");
        var party = Guid.Parse(listed.Ids.Single());
        await machine.GetAsync("party/v4/individual/" + party);
        Assert.Equal(HttpStatusCode.NotFound, (await machine.GetAsync("party/v4/individual/" + Guid.CreateVersion7())).Status);
        await machine.GetAsync(Accounts);
        await machine.GetAsync("party/v4/organization?tradingName=x&shoeSize=44&phone-13300000001=yes");

        var read = Assert.Single(await LogAsync(machine, "api_read"));
        Assert.Equal(("individual", party.ToString(), party, Channel.Api), (read.ObjectKind, read.ObjectId, read.PartyId, read.Channel));
        Assert.NotNull(read.Address);
        var lists = (await LogAsync(machine, "api_listed")).ToDictionary(l => l.ObjectKind);
        Assert.Equal((party, "{\"filters\":[\"contactMedium.characteristic.phoneNumber\"],\"count\":1}"), (lists["individual"].PartyId, lists["individual"].Details));
        Assert.Null(lists["billingAccount"].PartyId);
        Assert.Equal("{\"filters\":[\"?\",\"tradingName\"],\"count\":0}", lists["organization"].Details); // what is no attribute of ours may be anything
        Assert.DoesNotContain(lists.Values.Append(read), l => l.Details?.Contains(Number, StringComparison.Ordinal) == true);

        using var person = hall.Hall.Visit();
        await person.SignInAsync(Number);
        Assert.True((await person.GetAsync("/me/security")).Says("通过接口查看了一项资料"));
    }

    [Fact]
    public async Task Of_balances_alone_are_counted_by_the_minute()
    {
        using var machine = await ApiClient.MachineAsync(hall.Hall, "account.read");
        var account = (await machine.GetAsync(Accounts + "?limit=1")).Ids.Single();
        for (var i = 0; i < 7; i++) Assert.Equal(HttpStatusCode.OK, (await machine.GetAsync($"{Accounts}/{account}?fields=accountBalance")).Status);
        Assert.Contains("\"count\":7,", Assert.Single(await LogAsync(machine, "api_counted")).Details, StringComparison.Ordinal);
        Assert.Empty(await LogAsync(machine, "api_read"));
        await machine.GetAsync($"{Accounts}/{account}?fields=accountBalance");
        Assert.Equal(2, (await LogAsync(machine, "api_counted")).Count);
    }

    [Fact]
    public async Task Of_what_is_everybodys_or_the_persons_own_are_not()
    {
        using var machine = await ApiClient.MachineAsync(hall.Hall, "catalogue.read", "party.write", "party.read");
        await machine.GetAsync("productCatalogManagement/v4/productOffering");
        await machine.CreateAsync("party/v4/individual", new { givenName = "a", familyName = "b" });
        using var app = await ApiClient.PersonAsync(hall.Hall, Number);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("party/v4/individual")).Status);
        Assert.Empty((await LogAsync(machine, "api_read")).Concat(await LogAsync(machine, "api_listed")));
        Assert.DoesNotContain((await hall.Hall.InScopeAsync(s => s.GetRequiredService<ListAudit>().HandleAsync(new AuditFilter(Act: "api_listed"), Caller.System, default))).Value.Lines, l => l.ActorKind == CallerKind.Person);
    }

    [Fact]
    public async Task Are_not_lost_by_a_save_that_failed_nor_written_twice()
    {
        var later = hall.Hall.Services.GetRequiredService<AuditLater>();
        using var machine = await ApiClient.MachineAsync(hall.Hall, "party.read");
        await machine.GetAsync("party/v4/individual");
        await machine.GetAsync("party/v4/individual");
        using var late = new CancellationTokenSource();
        await late.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => later.WriteAllAsync(late.Token));
        Assert.Equal(2, (await LogAsync(machine, "api_listed")).Count);
        Assert.Equal(2, (await LogAsync(machine, "api_listed")).Count);
    }
}
