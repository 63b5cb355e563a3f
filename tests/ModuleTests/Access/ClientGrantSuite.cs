using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Access;

public abstract class Grants_of_clients(DatabaseKind kind) : StorageSuite(kind)
{
    protected override void Register(IServiceCollection services) => services.AddIdentity();

    async Task<(NewClient Client, Caller Person)> SignedInAsync(ClientKind client = ClientKind.Web)
    {
        var made = await InScopeAsync(s => s.GetRequiredService<AddClientHandler>().HandleAsync(
            new("App", client, ["openid", "profile", "offline_access"], ["https://app.example/back"]), Caller.System, Ct));
        var person = await InDatabaseAsync(db => PersonAsync(db));
        return (made.Value, person);
    }

    async Task<Caller> PersonAsync(PortalDbContext db)
    {
        var subject = new Subject { Id = Guid.CreateVersion7(), CreatedAt = Now };
        var device = new Device { Id = Guid.CreateVersion7(), SubjectId = subject.Id, KeyHash = "k", Name = "Test" };
        var session = new Session { Id = Guid.CreateVersion7(), SubjectId = subject.Id, DeviceId = device.Id, StartedAt = Now, SeenAt = Now, ExpiresAt = Now.AddDays(30) };
        session.Prove(ProofMethod.Code, Now);
        db.AddRange(subject, device, session);
        await db.SaveChangesAsync(Ct);
        return new Caller { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = subject.Id, SessionId = session.Id, Proof = session.Proof };
    }

    async Task<Guid> OpenAsync(NewClient client, Caller person) =>
        (await InScopeAsync(s => s.GetRequiredService<OpenClientGrantHandler>().HandleAsync(new(client.Id, ["openid"]), person, Ct))).Value;

    Task<Outcome<int>> TurnAsync(Guid grant, NewClient client, int serial) =>
        InScopeAsync(s => s.GetRequiredService<TurnClientGrantHandler>().HandleAsync(new(grant, client.Id, serial), Ct));

    Task<bool> HoldsAsync(Guid grant) => InScopeAsync(s => s.GetRequiredService<CheckClientGrant>().HandleAsync(grant, Ct));

    [Fact]
    public async Task Turn_by_turn_a_code_becomes_tokens_and_a_refresh_token_the_next()
    {
        var (client, person) = await SignedInAsync();
        var grant = await OpenAsync(client, person);

        Assert.Equal(1, (await TurnAsync(grant, client, 0)).Value);
        Assert.Equal(2, (await TurnAsync(grant, client, 1)).Value);
        Assert.Equal(3, (await TurnAsync(grant, client, 2)).Value);
        Assert.True(await HoldsAsync(grant));
    }

    [Fact]
    public async Task A_code_used_again_ends_all_that_came_of_it()
    {
        var (client, person) = await SignedInAsync();
        var grant = await OpenAsync(client, person);
        await TurnAsync(grant, client, 0);

        Assert.Equal("grant.ended", (await TurnAsync(grant, client, 0)).Refusal?.Code);
        Assert.False(await HoldsAsync(grant));
        Assert.Equal("grant.ended", (await TurnAsync(grant, client, 1)).Refusal?.Code);
    }

    [Fact]
    public async Task Of_nodes_that_are_handed_one_code_at_once_one_at_most_gives_tokens()
    {
        var (client, person) = await SignedInAsync();
        await using var other = Build();
        for (var round = 0; round < 5; round++)
        {
            var grant = await OpenAsync(client, person);
            var turns = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() => InScopeAsync(n % 2 == 0 ? Services : other, s =>
                s.GetRequiredService<TurnClientGrantHandler>().HandleAsync(new(grant, client.Id, 0), Ct)))));
            Assert.Single(turns, t => t.Succeeded);
            Assert.False(await HoldsAsync(grant));
        }
    }

    [Fact]
    public async Task A_serial_from_the_future_or_another_clients_hand_turns_nothing_and_ends_nothing()
    {
        var (client, person) = await SignedInAsync();
        var grant = await OpenAsync(client, person);
        var stranger = (await InScopeAsync(s => s.GetRequiredService<AddClientHandler>().HandleAsync(new("B", ClientKind.Native, ["openid"], ["app.b:/x"]), Caller.System, Ct))).Value;

        Assert.False((await TurnAsync(grant, client, 5)).Succeeded);
        Assert.False((await TurnAsync(grant, stranger, 0)).Succeeded);
        Assert.True(await HoldsAsync(grant));
        Assert.True((await TurnAsync(grant, client, 0)).Succeeded);
    }

    [Fact]
    public async Task Ending_the_session_forgetting_the_device_or_closing_the_subject_ends_the_grant()
    {
        var (client, _) = await SignedInAsync();
        foreach (var end in new Func<PortalDbContext, Guid, Task>[]
        {
            (db, session) => db.Set<Session>().Where(s => s.Id == session).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, Now), Ct),
            (db, session) => db.Set<Session>().Where(s => s.Id == session).ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, Now), Ct),
            (db, session) => db.Set<Device>().Where(d => db.Set<Session>().Any(s => s.Id == session && s.DeviceId == d.Id)).ExecuteUpdateAsync(s => s.SetProperty(x => x.RemovedAt, Now), Ct),
            (db, session) => db.Set<Subject>().Where(p => db.Set<Session>().Any(s => s.Id == session && s.SubjectId == p.Id)).ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedAt, Now), Ct),
        })
        {
            var person = await InDatabaseAsync(PersonAsync);
            var grant = await OpenAsync(client, person);
            Assert.True(await HoldsAsync(grant));
            await InDatabaseAsync(async db => { await end(db, person.SessionId!.Value); return true; });
            Assert.False(await HoldsAsync(grant));
            Assert.False((await TurnAsync(grant, client, 0)).Succeeded);
        }
    }

    [Fact]
    public async Task Consent_is_remembered_grows_and_taken_back_ends_the_tokens()
    {
        var (client, person) = await SignedInAsync();
        Task<bool> Has(params string[] scopes) => InScopeAsync(s => s.GetRequiredService<HasConsented>().HandleAsync(client.Id, scopes, person, Ct));
        Task Give(params string[] scopes) => InScopeAsync(s => s.GetRequiredService<ConsentToClientHandler>().HandleAsync(new(client.Id, scopes), person, Ct));

        Assert.False(await Has("openid"));
        await Give("openid");
        Assert.True(await Has("openid"));
        Assert.False(await Has("openid", "profile"));
        await Give("profile");
        Assert.True(await Has("openid", "profile"));

        var grant = await OpenAsync(client, person);
        var withdrawn = await InScopeAsync(s => s.GetRequiredService<WithdrawClientConsentHandler>().HandleAsync(new(client.Id), person, Ct));
        Assert.True(withdrawn.Succeeded);
        Assert.False(await Has("openid"));
        Assert.False(await HoldsAsync(grant));
        Assert.Empty(await InScopeAsync(s => s.GetRequiredService<ListConsentedClients>().HandleAsync(person, Ct)));
        await Give("openid");
        Assert.False(await Has("profile"));
    }

    [Fact]
    public async Task A_client_switched_off_is_unknown_two_seconds_later()
    {
        var (client, _) = await SignedInAsync(ClientKind.Native);
        var find = Services.GetRequiredService<FindClient>();
        Assert.NotNull(await find.HandleAsync(client.ClientId, Ct));
        await InScopeAsync(s => s.GetRequiredService<DisableClientHandler>().HandleAsync(new(client.ClientId), Caller.System, Ct));
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await find.HandleAsync(client.ClientId, Ct));
        Assert.Null(await find.HandleAsync("nobody", Ct));
    }

    [Fact]
    public async Task No_secret_code_or_token_lies_in_the_tables()
    {
        var (client, person) = await SignedInAsync();
        await OpenAsync(client, person);
        var kept = await InDatabaseAsync(db => db.Set<Client>().SingleAsync(Ct));
        Assert.NotNull(client.Secret);
        Assert.NotEqual(client.Secret, kept.SecretHash);
        Assert.True(ClientSecret.Matches(client.Secret!, kept.SecretHash));
        Assert.False(ClientSecret.Matches(client.Secret + "x", kept.SecretHash));
        Assert.False(ClientSecret.Matches("", null));
    }
}

public sealed class Grants_of_clients_on_SQLite() : Grants_of_clients(DatabaseKind.Sqlite);
public sealed class Grants_of_clients_on_PostgreSQL() : Grants_of_clients(DatabaseKind.Postgres);

public abstract class Signing_keys(DatabaseKind kind) : StorageSuite(kind)
{
    protected override void Register(IServiceCollection services) => services.AddIdentity();

    static Task TurnAsync(IServiceProvider node) => InScopeAsync(node, async s => { await s.GetRequiredService<TurnSigningKeys>().HandleAsync(Ct); return true; });
    static Task<IReadOnlyList<TokenKey>> ListAsync(IServiceProvider node) => InScopeAsync(node, s => s.GetRequiredService<ListSigningKeys>().HandleAsync(Ct));

    [Fact]
    public async Task Are_one_for_all_nodes_even_when_two_make_the_first_at_once()
    {
        await using var other = Build();
        await Task.WhenAll(Task.Run(() => TurnAsync(Services), Ct), Task.Run(() => TurnAsync(other), Ct));
        var (mine, theirs) = (Assert.Single(await ListAsync(Services)), Assert.Single(await ListAsync(other)));
        Assert.Equal(mine.KeyId, theirs.KeyId);
        Assert.Equal("1.2.840.10045.3.1.7", mine.Key.ExportParameters(false).Curve.Oid.Value); // P-256
        var signed = mine.Key.SignData(new byte[] { 1, 2, 3 }, System.Security.Cryptography.HashAlgorithmName.SHA256);
        Assert.True(theirs.Key.VerifyData(new byte[] { 1, 2, 3 }, signed, System.Security.Cryptography.HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task Turn_every_ninety_days_are_shown_a_day_before_they_sign_and_leave_when_nothing_needs_them()
    {
        await TurnAsync(Services);
        var first = (await ListAsync(Services))[0].KeyId;
        Clock.Advance(TimeSpan.FromDays(89));
        await TurnAsync(Services);
        Assert.Single(await ListAsync(Services));

        Clock.Advance(TimeSpan.FromDays(1));
        await TurnAsync(Services);
        Assert.Equal(2, (await ListAsync(Services)).Count);
        Assert.Equal(first, (await ListAsync(Services))[0].KeyId);

        Clock.Advance(TimeSpan.FromDays(1));
        var ring = await ListAsync(Services);
        Assert.NotEqual(first, ring[0].KeyId);
        Assert.Contains(ring, k => k.KeyId == first);

        Clock.Advance(TimeSpan.FromDays(3));
        await TurnAsync(Services);
        Assert.DoesNotContain(await ListAsync(Services), k => k.KeyId == first);
    }

    [Fact]
    public async Task Lie_wrapped_and_open_neither_under_another_master_key_nor_in_anothers_row()
    {
        await TurnAsync(Services);
        var row = await InDatabaseAsync(db => db.Set<SigningKey>().SingleAsync(Ct));
        using (var opened = row.Open(new MasterKey(new byte[32])))
            Assert.DoesNotContain(Convert.ToHexString(opened.ExportParameters(true).D!), Convert.ToHexString(row.Wrapped), StringComparison.Ordinal);
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => row.Open(new MasterKey([.. Enumerable.Repeat((byte)1, 32)])));
        var moved = new SigningKey { Number = 2, KeyId = "another", Wrapped = row.Wrapped };
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => moved.Open(new MasterKey(new byte[32])));
    }
}

public sealed class Signing_keys_on_SQLite() : Signing_keys(DatabaseKind.Sqlite);
public sealed class Signing_keys_on_PostgreSQL() : Signing_keys(DatabaseKind.Postgres);
