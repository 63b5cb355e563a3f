using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;

namespace Wangting.Tests.Customers;

/// <summary>Guardians act until eighteen; an organisation is never without an administrator.</summary>
public abstract class Appointments(DatabaseKind kind) : StorageSuite(kind)
{
    protected override void Register(IServiceCollection services) => services.AddNotices().AddIdentity().AddCustomers();

    [Fact]
    public async Task A_guardian_reaches_the_childs_account_until_the_eighteenth_birthday()
    {
        var (child, account) = await PersonAsync(new DateOnly(2008, 11, 30));
        var (guardian, _) = await PersonAsync(new DateOnly(1980, 1, 1));
        Assert.True((await AppointAsync(child, guardian)).Succeeded);
        Assert.True(await ReachesAsync(guardian, account));

        Clock.SetUtcNow(new DateTimeOffset(2026, 11, 29, 15, 59, 59, TimeSpan.Zero)); // one second before the birthday in Shanghai
        Assert.True(await ReachesAsync(guardian, account));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await ReachesAsync(guardian, account));
    }

    [Fact]
    public async Task Somebody_of_age_gets_no_guardian()
    {
        var (grown, _) = await PersonAsync(new DateOnly(2000, 1, 1));
        var (guardian, _) = await PersonAsync(new DateOnly(1980, 1, 1));
        Assert.Equal("guardian.child_of_age", (await AppointAsync(grown, guardian)).Refusal?.Code);
    }

    [Fact]
    public async Task A_child_whose_birth_date_is_unknown_gets_a_reason_instead_of_a_guardian()
    {
        var (child, _) = await PersonAsync(null);
        var (guardian, _) = await PersonAsync(new DateOnly(1980, 1, 1));
        Assert.Equal("guardian.birth_date_unknown", (await AppointAsync(child, guardian)).Refusal?.Code);
    }

    [Fact]
    public async Task The_last_administrator_of_an_organisation_stays()
    {
        var organisation = await OrganisationAsync();
        var (first, second) = (await VerifiedAsync(), await VerifiedAsync());
        Assert.True((await AdministratorAsync(organisation, first)).Succeeded);
        Assert.Equal("administrator.last_one", (await DismissAsync(organisation, first)).Refusal?.Code);
        Assert.True((await AdministratorAsync(organisation, second)).Succeeded);
        Assert.True((await DismissAsync(organisation, first)).Succeeded);
        Assert.Equal("administrator.last_one", (await DismissAsync(organisation, second)).Refusal?.Code);
    }

    [Fact]
    public async Task Who_is_not_verified_becomes_no_administrator()
    {
        var organisation = await OrganisationAsync();
        var (person, _) = await PersonAsync(new DateOnly(1980, 1, 1));
        Assert.Equal("administrator.not_verified", (await AdministratorAsync(organisation, person)).Refusal?.Code);
    }

    Task<Outcome<Done>> AppointAsync(Guid child, Guid guardian) =>
        InScopeAsync(s => s.GetRequiredService<AppointGuardianHandler>().HandleAsync(new AppointGuardian(child, guardian), Caller.System, Ct));

    Task<Outcome<Done>> AdministratorAsync(Guid organisation, Guid person) =>
        InScopeAsync(s => s.GetRequiredService<AppointAdministratorHandler>().HandleAsync(new AppointAdministrator(organisation, person), Caller.System, Ct));

    Task<Outcome<Done>> DismissAsync(Guid organisation, Guid person) =>
        InScopeAsync(s => s.GetRequiredService<DismissAdministratorHandler>().HandleAsync(new DismissAdministrator(organisation, person), Caller.System, Ct));

    Task<bool> ReachesAsync(Guid person, Guid account) => InDatabaseAsync(db =>
        Granted.Accounts(db, new Caller { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = person }, Right.Pay, Now).ContainsAsync(account, Ct));

    async Task<(Guid Person, Guid Account)> PersonAsync(DateOnly? born)
    {
        var person = new Party { Id = Guid.CreateVersion7(), Kind = PartyKind.Person, BirthDate = born, CreatedAt = Now };
        var customer = new Customer { Id = Guid.CreateVersion7(), PartyId = person.Id, Number = person.Id.ToString("N"), Since = Now };
        var account = new Account { Id = Guid.CreateVersion7(), CustomerId = customer.Id, HolderPartyId = person.Id, Number = person.Id.ToString("N"), OpenedAt = Now };
        await SaveAsync(person, customer, account);
        return (person.Id, account.Id);
    }

    async Task<Guid> VerifiedAsync()
    {
        var (person, _) = await PersonAsync(new DateOnly(1980, 1, 1));
        await SaveAsync(new IdentityDocument
        {
            Id = Guid.CreateVersion7(), PartyId = person, Type = "passport", NumberClosed = "x", NumberHash = person.ToString("N"), NumberMasked = "x", VerifiedAt = Now, CreatedAt = Now,
        });
        return person;
    }

    async Task<Guid> OrganisationAsync()
    {
        var id = Guid.CreateVersion7();
        await SaveAsync(new Party { Id = id, Kind = PartyKind.Organisation, Path = id.ToString("N") + "/", CreatedAt = Now });
        return id;
    }

    Task SaveAsync(params object[] rows) => InDatabaseAsync(async db =>
    {
        db.AddRange(rows);
        await db.SaveChangesAsync(Ct);
    });
}

public sealed class AppointmentsOnSqlite() : Appointments(DatabaseKind.Sqlite);

public sealed class AppointmentsOnPostgres() : Appointments(DatabaseKind.Postgres);

