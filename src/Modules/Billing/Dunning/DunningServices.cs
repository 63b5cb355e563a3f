using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Billing;

internal static class DunningServices
{
    public static IServiceCollection AddDunning(this IServiceCollection services)
    {
        services.AddSettings<DunningOptions>("Dunning");
        services.AddScoped<DebtNotice>();
        services.AddScoped<RunDunningHandler>();
        services.AddScoped<ViewDunningHandler>();
        services.AddScoped<ShowDunning>();
        services.AddEventHandler<DebtEased, RestoreLines>();
        // Steps go by days; more often than a day only so that what a night or a fault held up is soon made good.
        services.AddRecurring<RunDunningHandler>("dunning.run", "0 7,37 * * * *", (run, ct) => run.RunAsync(ct));
        // what is charged for paying late
        services.AddSettings<LateFeeOptions>("LateFee");
        services.AddScoped<ChargeLateFeesHandler>();
        // Early in the day on which a period begins: before bills are made of the one that has ended.
        services.AddRecurring<ChargeLateFeesHandler>("late-fees.charge", "0 12 0 * * *", (charge, ct) => charge.RunAsync(ct));
        return services;
    }
}
