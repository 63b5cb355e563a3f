using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Billing;

internal static class AdvanceServices
{
    public static IServiceCollection AddAdvances(this IServiceCollection services)
    {
        services.AddSettings<AdvanceOptions>("Advance");
        services.AddScoped<BorrowerOf>();
        services.AddScoped<TakeAdvanceHandler>();
        services.AddScoped<ListAdvances>();
        services.AddEventHandler<AdvanceChanged, TellOfAdvance>();
        return services;
    }
}
