using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Channels.Embeds;
using Wangting.Channels.Notices;
using Wangting.Channels.Api;
using Wangting.Channels.Api.Documents;
using Wangting.Channels.Payments;
using Wangting.Channels.SignIn;
using Wangting.Channels.SignIn.OpenId;
using Wangting.Channels.Staff;
using Wangting.Channels.Terminal;
using Wangting.Channels.Web;
using Wangting.Channels.Web.Drawn;
using Wangting.Channels.Web.Fault;
using Wangting.Kernel;

namespace Wangting.Channels;

/// <summary>The doors. Each folder adds and maps itself; this is their table of contents.</summary>
public static class ChannelsServices
{
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddChannelTexts();
        services.AddWebHall();
        services.AddCustomerSignIn();
        services.AddOpenIdDoor();
        services.AddStaffDoor();
        services.AddScoped<EmbedPieces>();
        services.AddTerminal();
        services.AddOpenApis();
        services.AddAuthorization();
        services.AddAuthentication();
        return services;
    }

    /// <summary>Every sentence in every language, also for commands that open no door.</summary>
    public static IServiceCollection AddChannelTexts(this IServiceCollection services) =>
        services.AddSingleton(provider => LoadTexts(provider.GetRequiredService<IOptions<OperatorOptions>>().Value));

    /// <summary>The same for who has no settings, or none that are right.</summary>
    public static Texts LoadTexts(OperatorOptions options) =>
        Texts.Load(typeof(ChannelsServices).Assembly, options.ToCurrency(), TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone));

    /// <summary>Maps every door. The order of middleware is written here, once.</summary>
    public static WebApplication MapChannels(this WebApplication app)
    {
        app.UseOpenApis();
        app.UseSecurityHeaders();
        app.UseClientFormTargets();
        app.UseResponseCompression();
        app.UseFaultPage();
        app.UseAuthentication();
        app.UseAuthorization();
        // Put together at the start, not here: antiforgery asks for its keys at once, and a new database has none before it is prepared.
        app.Use(next =>
        {
            var rest = ((IApplicationBuilder)app).New();
            rest.UseAntiforgery().UseSignInForms().UseWhose().UseDrawnPages().Run(next);
            return rest.Build();
        });
        app.MapStaticAssets().AllowAnonymous();
        app.MapPaymentDoors();
        app.MapArrivals();
        app.MapCustomerSignIn();
        app.MapWebHall();
        app.MapOpenIdDoor();
        app.MapStaffDoor();
        app.MapEmbeds();
        app.MapTerminal();
        app.MapOpenApis();
        app.MapApiDocuments();
        return app;
    }
}
