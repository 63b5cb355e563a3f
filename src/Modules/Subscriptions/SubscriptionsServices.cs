using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Subscriptions;

public static class SubscriptionsServices
{
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        return services;
    }
}
