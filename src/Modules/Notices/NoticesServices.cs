using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Notices;

public static class NoticesServices
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services.AddSettings<NoticeOptions>("Notices");

        // Messages
        services.AddScoped<SendNoticeHandler>();
        services.AddScoped<CancelNoticesHandler>();
        services.AddScoped<ListNoticesHandler>();
        services.AddScoped<WipeSpentNotices>();
        services.AddRecurring<WipeSpentNotices>("notices.wipe", "0 * * * * *", (wipe, ct) => wipe.HandleAsync(ct));

        // Listeners
        services.AddSettings<ListenerOptions>("Listeners");
        services.AddScoped<BeginListeningHandler>();
        services.AddScoped<EndListeningHandler>();
        services.AddScoped<WhoListens>();
        services.AddScoped<IAskFollowers>(s => s.GetRequiredService<WhoListens>());
        services.AddSingleton<ListenerCalls>();

        // Preferences
        services.AddScoped<SetPreferenceHandler>();
        services.AddScoped<ListPreferencesHandler>();

        // Delivery
        services.AddEventsHandler<NoticeQueued, DeliverNotice>();
        services.AddScoped<RecordArrivalHandler>();
        services.AddSingleton<ArrivalAddresses>();
        services.AddScoped<Simulator>();
        services.AddScoped<ListSimulatedHandler>();
        services.AddHttpClient<KannelSms>(http => http.Timeout = TimeSpan.FromSeconds(10));
        services.AddScoped<SmtpMail>();
        services.AddScoped<TryGateways>();
        services.AddScoped<ISmsGateway>(s => Options(s).Sms == SmsGatewayKind.Kannel ? s.GetRequiredService<KannelSms>() : s.GetRequiredService<Simulator>());
        services.AddScoped<IMailGateway>(s => Options(s).Mail == MailGatewayKind.Smtp ? s.GetRequiredService<SmtpMail>() : s.GetRequiredService<Simulator>());
        return services;
    }

    /// <summary>The part that works by itself where the Open APIs are served.</summary>
    public static IServiceCollection AddNoticesWork(this IServiceCollection services)
    {
        services.AddSingleton<ListenerDelivery>();
        services.AddHostedService(s => s.GetRequiredService<ListenerDelivery>());
        return services;
    }

    static NoticeOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<NoticeOptions>>().Value;
}
