using System.Reflection;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.Tests;

/// <summary>Scenarios that must hold on both databases: one abstract class with the scenarios, two heirs that name the
/// database. Each scenario has a database, a clock and a container of its own.</summary>
/// <example><code>
/// public abstract class Paying_a_bill(DatabaseKind kind) : StorageSuite(kind)
/// {
///     protected override void Register(IServiceCollection services) => services.AddNotices()… .AddBilling();
///
///     [Fact]
///     public async Task A_second_payment_with_the_same_key_returns_the_first()
///     {
///         var first = await InScopeAsync(s => s.GetRequiredService&lt;StartPaymentHandler>().HandleAsync(command, caller, Ct));
///         …
///     }
/// }
/// public sealed class Paying_a_bill_on_SQLite() : Paying_a_bill(DatabaseKind.Sqlite);
/// public sealed class Paying_a_bill_on_PostgreSQL() : Paying_a_bill(DatabaseKind.Postgres);
/// </code></example>
public abstract class StorageSuite(DatabaseKind kind) : IAsyncLifetime
{
    TestDatabase? database;
    ServiceProvider? services;

    /// <summary>Stands still unless moved: <c>Clock.Advance(…)</c>. 23 November 2026, 10:00 in Shanghai.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero));

    protected DateTime Now => Clock.GetUtcNow().UtcDateTime;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected TestDatabase Database => database!;

    protected IServiceProvider Services => services!;

    /// <summary>The modules under test; Kernel and Storage are there already.</summary>
    protected virtual void Register(IServiceCollection services) { }

    /// <summary>Further settings, such as <c>Operator:Currency</c>.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(kind);
        services = Build();
    }

    /// <summary>Another container on the same database: a second node, with the same clock.</summary>
    protected ServiceProvider Build()
    {
        var made = new ServiceCollection();
        made.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Database.Settings).AddInMemoryCollection(Settings).Build());
        made.AddLogging().AddKernel().AddStorage();
        made.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        made.AddSingleton(new MasterKey(new byte[32]));
        made.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        made.AddSingleton(Texts.Load(Assembly.Load("Wangting.Channels"), Currency.Yuan, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));
        Register(made);
        return made.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    /// <summary>Runs one thing as a request would: in a scope, with a unit of work of its own.</summary>
    protected Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> act) => InScopeAsync(Services, act);

    protected Task InScopeAsync(Func<IServiceProvider, Task> act) => InScopeAsync(Services, async s => { await act(s); return true; });

    protected static async Task<T> InScopeAsync<T>(IServiceProvider node, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = node.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    /// <summary>A look at the tables, or something put there for the scenario.</summary>
    protected Task<T> InDatabaseAsync<T>(Func<PortalDbContext, Task<T>> act) => InScopeAsync(s => act(s.GetRequiredService<PortalDbContext>()));

    protected Task InDatabaseAsync(Func<PortalDbContext, Task> act) => InScopeAsync(s => act(s.GetRequiredService<PortalDbContext>()));

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (services is not null) await services.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }
}
