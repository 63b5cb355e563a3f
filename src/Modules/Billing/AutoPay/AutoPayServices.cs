using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Billing;

internal static class AutoPayServices
{
    public static IServiceCollection AddAutoPay(this IServiceCollection services)
    {
        services.AddSettings<AutoPayOptions>("AutoPay");
        services.AddScoped<TellPayer>();
        services.AddScoped<Agreements>();
        services.AddScoped<StartAutoPayHandler>();
        services.AddScoped<ListAutoPays>();
        services.AddScoped<RequestAgreementHandler>();
        services.AddScoped<StopAutoPayHandler>();
        services.AddScoped<RunAutoPay>();
        services.AddEventHandler<AgreementOpen, FollowAgreement>();
        services.AddEventHandler<AgreementToEnd, EndAgreement>();
        services.AddEventHandler<ChargeDue, ChargeByAgreement>();
        // By day, so that nobody is woken by what their bank says; each hour, so that a morning that failed costs no day.
        services.AddRecurring<RunAutoPay>("autopay.run", "0 10 8-20 * * *", (run, ct) => run.HandleAsync(ct));
        return services;
    }
}
