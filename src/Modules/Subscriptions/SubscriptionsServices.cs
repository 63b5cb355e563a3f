using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Subscriptions;

/// <summary>Every operation of the module.</summary>
public static class SubscriptionsServices
{
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddScoped<ListLines>();
        services.AddScoped<ListHoldings>();
        // taken over from other systems
        services.AddScoped<AcceptLines>();
        services.AddScoped<AcceptProducts>();
        services.AddScoped<AcceptContracts>();
        return services;
    }
}
