using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Billing;

public static class BillingServices
{
    public static IServiceCollection AddBilling(this IServiceCollection services)
    {
        return services;
    }
}
