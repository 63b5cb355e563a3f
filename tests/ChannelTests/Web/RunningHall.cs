using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Wangting.Channels.Terminal;
using Wangting.Commands;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.SandboxGateway;
using Wangting.Storage;
using Wangting.Storage.Demo;
using Wangting.Tests;

namespace Wangting.ChannelTests.Web;

/// <summary>The real host, as <c>demo</c> runs it, on a port of its own with a database of its own: made-up province,
/// simulated SMS, sandbox bank. Only two things differ: the clock stands still unless moved, and the outbox delivers when
/// <see cref="DeliverAsync"/> says so, so that no scenario waits for time to pass.</summary>
/// <example><code>
/// public sealed class Reading_a_bill(RunningHall hall) : IClassFixture&lt;RunningHall>
/// {
///     [Fact]
///     public async Task The_bill_names_its_amount()
///     {
///         using var zhang = hall.Visit();
///         await zhang.SignInAsync("13300000001");
///         var page = await zhang.GetAsync("/bills");
///         …
/// </code></example>
public class RunningHall : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("wangting-hall-").FullName;
    TestDatabase? database;
    const string BankSecret = "between hall and bank";
    WebApplication? bank;
    WebApplication? app;

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());
    public Uri Address { get; private set; } = null!;
    public IServiceProvider Services => app!.Services;

    /// <summary>The sandbox bank's address.</summary>
    public Uri Bank => SandboxGatewayApp.AddressOf(bank!);

    protected virtual DatabaseKind Kind => DatabaseKind.Sqlite;
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    /// <summary>The last word on the services, for what a scenario listens to.</summary>
    protected virtual void Change(IServiceCollection services) { }

    /// <summary>What is there when the doors open.</summary>
    protected virtual Task FillAsync(IServiceProvider services) => services.SeedDemoAsync(default);

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(Kind);
        bank = SandboxGatewayApp.Build(new GatewayOptions
        {
            Address = new Uri("http://127.0.0.1:0"),
            Secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["wangting"] = BankSecret },
        });
        await bank.StartAsync();
        var settings = DemoSettings.For(folder, "http://127.0.0.1:0", Bank, BankSecret);
        foreach (var (key, value) in database.Settings.Concat(Settings)) settings[key] = value;
        app = Hall.Build([], settings, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            foreach (var work in services.Where(IsBackgroundWork).ToArray()) services.Remove(work);
            Change(services);
        });
        await FillAsync(app.Services);
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>What a terminal on this machine reads to reach the text channel.</summary>
    public TerminalAddress Terminal => JsonSerializer.Deserialize<TerminalAddress>(File.ReadAllText(Path.Combine(folder, DemoSettings.TerminalKey)), Json.Plain)!;

    /// <summary>Somebody with a browser of their own.</summary>
    public Visitor Visit(string language = "zh-CN") => new(this, language);

    /// <summary>Delivers everything that is due, as the background work would.</summary>
    public async Task DeliverAsync()
    {
        while (await Services.GetRequiredService<OutboxDelivery>().DeliverDueAsync(TestContext.Current.CancellationToken) > 0) { }
    }

    /// <summary>The messages a number or address has got, newest first.</summary>
    public async Task<IReadOnlyList<SimulatedLine>> MessagesAsync(string recipient)
    {
        await DeliverAsync();
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ListSimulatedHandler>().HandleAsync(new(recipient), TestContext.Current.CancellationToken);
    }

    /// <summary>Runs one thing as a request would: in a scope, with a unit of work of its own.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    // What works by itself by the hall's clock; Kestrel's own hosted service, the keys and the terminal stay.
    static bool IsBackgroundWork(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService)
        && (service.ImplementationType ?? service.ImplementationFactory?.Method.DeclaringType)?.Assembly is { } assembly
        && (assembly == typeof(OutboxDelivery).Assembly || assembly == typeof(ListenerDelivery).Assembly);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (app is not null) await app.DisposeAsync();
        if (bank is not null) await bank.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
