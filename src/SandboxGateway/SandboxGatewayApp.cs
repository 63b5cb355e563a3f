using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Wangting.SandboxGateway;

/// <summary>A bank and two wallets to test against; the contract is <c>docs/gateway.md</c>.</summary>
public static class SandboxGatewayApp
{
    /// <summary>The gateway, not yet started. It shares nothing with a host around it: no configuration, address,
    /// content root or console.</summary>
    public static WebApplication Build(GatewayOptions options, TimeProvider? clock = null)
    {
        // The empty builder: every other one reads the settings and addresses of the process it lives in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Wangting.SandboxGateway", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Parse(options.Address.Host), options.Address.Port);
            kestrel.Limits.MaxRequestBodySize = 16 * 1024;
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton<Behaviour>();
        builder.Services.AddSingleton<Journal>();
        builder.Services.AddSingleton<Book>();
        builder.Services.AddSingleton<Notifier>();
        builder.Services.AddHostedService(s => s.GetRequiredService<Notifier>());
        var app = builder.Build();
        app.Services.GetRequiredService<Book>(); // a damaged journal is said at start, not at the first payment
        app.MapMerchantApi();
        app.MapPayPages();
        app.MapAgreePages();
        app.MapControl();
        return app;
    }

    /// <summary>Where a started gateway listens, for port 0.</summary>
    public static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
