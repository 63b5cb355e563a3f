using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Customers;

public static class CustomersServices
{
    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        return services;
    }
}
