using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.SignIn;

/// <summary>A session's standing is kept by each node: what ends it must reach all of them.</summary>
public abstract class A_session_known_to_two_nodes(DatabaseKind kind) : IdentitySuite(kind), IAsyncLifetime
{
    ServiceProvider other = null!;

    protected override void Register(IServiceCollection services)
    {
        base.Register(services);
        services.AddSingleton<ChangeWatch>();
    }

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        other = Build();
    }

    public override async ValueTask DisposeAsync()
    {
        if (other is not null) await other.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    // What each node does twice a second.
    async Task LookAsync()
    {
        foreach (var node in (IServiceProvider[])[Services, other]) await node.GetRequiredService<ChangeWatch>().LookAsync(Ct);
    }

    Task<SessionFacts?> ThereAsync(SignedIn signedIn) => InScopeAsync(other, s => s.GetRequiredService<CheckSessionHandler>().HandleAsync(new(signedIn.SessionId), Ct));

    async Task<SignedIn> EnterAsync()
    {
        await GrantAsync(Number, Guid.CreateVersion7());
        var signedIn = await SignInAsync(Number);
        await LookAsync();
        Assert.NotNull(await CallerAsync(signedIn));
        Assert.NotNull(await ThereAsync(signedIn));
        return signedIn;
    }

    [Fact]
    public async Task Is_over_at_once_where_it_ended_and_after_a_look_elsewhere()
    {
        var signedIn = await EnterAsync();
        var caller = (await CallerAsync(signedIn))!;
        Assert.True((await DoAsync<EndSessionHandler, Done>(h => h.HandleAsync(new(signedIn.SessionId), caller, Ct))).Succeeded);
        Assert.Null(await CallerAsync(signedIn));
        await LookAsync();
        Assert.Null(await ThereAsync(signedIn));
    }

    [Fact]
    public async Task Is_over_within_two_seconds_even_when_a_node_no_longer_looks()
    {
        var signedIn = await EnterAsync();
        var caller = (await CallerAsync(signedIn))!;
        Assert.True((await DoAsync<EndSessionHandler, Done>(h => h.HandleAsync(new(signedIn.SessionId), caller, Ct))).Succeeded);
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await ThereAsync(signedIn));
    }

    [Fact]
    public async Task Is_over_when_its_number_ends()
    {
        var signedIn = await EnterAsync();
        await EndAsync((await CallerAsync(signedIn))!.TenureId!.Value);
        Assert.Null(await CallerAsync(signedIn));
        await LookAsync();
        Assert.Null(await ThereAsync(signedIn));
    }

    [Fact]
    public async Task Is_over_when_all_are_ended()
    {
        var signedIn = await EnterAsync();
        var caller = (await CallerAsync(signedIn))!;
        Assert.True((await DoAsync<EndAllSessionsHandler, int>(h => h.HandleAsync(new(), caller, Ct))).Succeeded);
        Assert.Null(await CallerAsync(signedIn));
        await LookAsync();
        Assert.Null(await ThereAsync(signedIn));
    }

    [Fact]
    public async Task Runs_out_by_itself_though_it_is_kept()
    {
        var signedIn = await EnterAsync();
        Clock.Advance(Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<SignInRules>>().Value.SessionIdle);
        await LookAsync();
        Assert.Null(await CallerAsync(signedIn));
    }

    [Fact]
    public async Task Is_asked_for_once_and_then_kept()
    {
        var signedIn = await EnterAsync();
        // Past the unit of work, so that nobody is told: what is answered comes from what was kept.
        await InDatabaseAsync(db => db.Set<Session>().Where(s => s.Id == signedIn.SessionId).ExecuteDeleteAsync(Ct));
        Assert.NotNull(await CallerAsync(signedIn));
        Clock.Advance(Changes.Longest + TimeSpan.FromSeconds(1));
        await LookAsync();
        Assert.Null(await CallerAsync(signedIn));
    }
}

public sealed class A_session_known_to_two_nodes_on_SQLite() : A_session_known_to_two_nodes(DatabaseKind.Sqlite);

public sealed class A_session_known_to_two_nodes_on_PostgreSQL() : A_session_known_to_two_nodes(DatabaseKind.Postgres);
