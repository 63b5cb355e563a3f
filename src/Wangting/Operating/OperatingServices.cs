using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Wangting.Kernel;

namespace Wangting.Operating;

/// <summary>What whoever runs the system sees of it: health, traces and metrics, logs, an orderly stop.</summary>
internal static class OperatingServices
{
    public static WebApplicationBuilder AddOperating(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<OperatingOptions>("Operating");
        var options = builder.Configuration.GetSection("Operating").Get<OperatingOptions>() ?? new();
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService<Systemd>(); // before the drain: what stops first is said first
        builder.Services.AddHostedService(s => s.GetRequiredService<Drain>());
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(options.DrainSeconds + options.StopSeconds));
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", timeout: TimeSpan.FromSeconds(5))
            .AddCheck<KeyHealth>("keys", timeout: TimeSpan.FromSeconds(5))
            .AddCheck<OutboxHealth>("outbox", failureStatus: HealthStatus.Degraded, timeout: TimeSpan.FromSeconds(5))
            .AddCheck<Drain>("serving");
        builder.Services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in options.TrustedProxies)
                o.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(proxy, out var network) ? network
                    : System.Net.IPAddress.TryParse(proxy, out var address) ? new(address, address.GetAddressBytes().Length * 8)
                    : throw new SetupProblem($"Operating:TrustedProxies holds “{proxy}”; it takes addresses such as 10.0.0.5 and networks such as 10.0.0.0/8."));
        });
        AddLogs(builder, options);
        if (options.OtlpEndpoint is { } endpoint) AddTelemetry(builder.Services, endpoint);
        return builder;
    }

    public static WebApplication MapOperating(this WebApplication app)
    {
        // Alive: the process answers. A balancer must not restart what merely waits for its database.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
        return app;
    }

    /// <summary>First of everything, so that a node that is closing sends on what can be answered elsewhere.</summary>
    public static WebApplication UseDrain(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<Drain>();
        app.Use(next => http => drain.PassAsync(http, next));
        return app;
    }

    // Names, states and our own sentences; exceptions stay in the log.
    static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        Status = report.Status.ToString(),
        Checks = report.Entries.ToDictionary(e => e.Key, e => new { Status = e.Value.Status.ToString(), e.Value.Description }),
    }, JsonSerializerOptions.Web, http.RequestAborted);

    static void AddLogs(WebApplicationBuilder builder, OperatingOptions options)
    {
        if (options.JsonLogs) builder.Logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
    }

    /// <summary>What is logged unless settings say otherwise.</summary>
    public static IConfigurationBuilder AddQuietLogs(this IConfigurationBuilder configuration)
    {
        configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                // At Information these write whole addresses, and addresses hold what people searched for.
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                ["Logging:LogLevel:System.Net.Http"] = "Warning",
                ["Logging:LogLevel:OpenIddict"] = "Warning",
                ["Logging:LogLevel:Polly"] = "Warning",
                // A failure is an exception, and logged once by whoever decides about it; EF would log it again, twice.
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database"] = "Critical",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Query"] = "Critical",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Update"] = "Critical",
            },
        });
        return configuration;
    }

    static void AddTelemetry(IServiceCollection services, Uri endpoint) => services.AddOpenTelemetry()
        .ConfigureResource(r => r.AddService("wangting", serviceVersion: typeof(OperatingServices).Assembly.GetName().Version?.ToString(3)))
        .WithTracing(t => t.AddSource(Signals.Name, "Npgsql").AddAspNetCoreInstrumentation(o => o.Filter = http => !http.Request.Path.StartsWithSegments("/health")).AddHttpClientInstrumentation())
        .WithMetrics(m => m.AddMeter(Signals.Name, "Npgsql").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation())
        .UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, endpoint);
}
