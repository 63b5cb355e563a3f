using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Channels;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Import;
using Wangting.Journeys;
using Wangting.Kernel;
using Wangting.Mirror;
using Wangting.Notices;
using Wangting.Operating;
using Wangting.Resources;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting;

/// <summary>The one way a Wangting process is put together; <c>serve</c>, <c>demo</c> and the tests differ only in settings.</summary>
public static class Hall
{
    /// <summary>A web application with every door, ready to run.</summary>
    /// <param name="settings">Settings above files and environment, as <c>Section:Key</c>.</param>
    /// <param name="adjust">The last word on the services, for a test's clock.</param>
    public static WebApplication Build(string[] args, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = "wangting",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddSettings(settings);
        if (Enum.TryParse(builder.Configuration["Database:Kind"], ignoreCase: true, out DatabaseKind kind)) Storage.Model.Begin(kind);
        builder.WebHost.UseStaticWebAssets(); // outside Development every _content file would come back empty
        builder.Services.AddModules().AddKernelWork().AddChannels();
        builder.AddOperating();
        SettingsCheck.Run(builder.Configuration, builder.Services);
        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseDrain();
        app.UseForwardedHeaders(); // before all others: whatever follows asks for the caller's address or scheme
        app.MapChannels();
        app.MapOperating();
        return app;
    }

    /// <summary>Before a hall starts: its settings are right, its tables are there, its keys open. What is not is said in a
    /// sentence now, rather than as a fault of whatever comes to need it first.</summary>
    /// <exception cref="SetupProblem">Something is not right.</exception>
    public static async Task MakeReadyAsync(this WebApplication hall, CancellationToken ct)
    {
        hall.Services.GetRequiredService<IStartupValidator>().Validate();
        await hall.Services.PrepareAsync(migratePostgres: false, ct);
        await using (var scope = hall.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<MakeStartingRoles>().HandleAsync(ct);
        _ = hall.Services.GetRequiredService<MasterKey>();
    }

    /// <summary>For <c>doctor</c>: all that <c>serve</c> would have, put together and not opened, and what is wrong with
    /// its settings.</summary>
    internal static WebApplication BuildForExamination(IReadOnlyDictionary<string, string?>? settings, out IReadOnlyList<string> problems)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "wangting", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddSettings(settings);
        builder.Logging.ClearProviders(); // what it finds is its answer
        builder.Services.AddModules().AddKernelWork().AddChannels();
        try { builder.AddOperating(); }
        catch (InvalidOperationException) { /* a value of section Operating that cannot be read: among the problems below */ }
        problems = SettingsCheck.Find(builder.Configuration, builder.Services);
        return builder.Build();
    }

    /// <summary>Modules and storage without doors or background work, for one-shot commands.</summary>
    public static IHost BuildForCommand(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "wangting", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddSettings(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning); // what a command prints is its answer
        builder.Services.AddModules().AddChannelTexts();
        SettingsCheck.Run(builder.Configuration, builder.Services);
        return builder.Build();
    }

    // An operator's own file, named by WANGTING_SETTINGS, above appsettings.json and below what a command sets.
    static void AddSettings(this IConfigurationBuilder configuration, IReadOnlyDictionary<string, string?>? settings)
    {
        configuration.AddQuietLogs();
        if (Environment.GetEnvironmentVariable("WANGTING_SETTINGS") is { Length: > 0 } file)
            configuration.AddJsonFile(File.Exists(file) ? Path.GetFullPath(file) : throw new SetupProblem($"WANGTING_SETTINGS names {file}, which is not there."), optional: false).AddEnvironmentVariables();
        if (settings is not null) configuration.AddInMemoryCollection(settings);
    }

    static IServiceCollection AddModules(this IServiceCollection services) => services
        .AddKernel()
        .AddStorage()
        .AddNotices()
        .AddIdentity()
        .AddCustomers()
        .AddCatalogue()
        .AddResources()
        .AddSubscriptions()
        .AddBilling()
        .AddJourneys()
        .AddMirror()
        .AddImport();
}
