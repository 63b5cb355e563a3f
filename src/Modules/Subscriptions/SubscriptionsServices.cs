using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Every operation of the module.</summary>
public static class SubscriptionsServices
{
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddPermissions("subscriptions", SubscriptionsPermissions.ManageLines, SubscriptionsPermissions.ReadInventory, SubscriptionsPermissions.WriteInventory);
        // lines and the tenures of their numbers
        services.AddScoped<NumberHolding>();
        services.AddScoped<OpenLineHandler>();
        services.AddScoped<CeaseLineHandler>();
        services.AddScoped<TransferLineHandler>();
        services.AddScoped<ChangeNumberHandler>();
        services.AddScoped<ReplaceSimHandler>();
        services.AddScoped<ListLines>();
        services.AddScoped<FindSpokenLine>();
        services.AddScoped<FindPayeeLine>();
        services.AddScoped<ListHoldings>();
        // products
        services.AddScoped<AddProductHandler>();
        services.AddScoped<ChangeProductHandler>();
        services.AddScoped<CountHeldHandler>();
        // the desk
        services.AddScoped<FindCustomersHandler>();
        services.AddScoped<ListDeskLines>();
        services.AddScoped<RevealNumberHandler>();
        // bound numbers
        services.AddEventHandler<NumberBound, FollowBinding>();
        services.AddEventHandler<NumberUnbound, FollowUnbinding>();
        // taken over from other systems
        services.AddScoped<AcceptLines>();
        services.AddScoped<AcceptProducts>();
        services.AddScoped<AcceptContracts>();
        return services;
    }
}
