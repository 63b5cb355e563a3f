using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Billing;

internal static class TransferServices
{
    public static IServiceCollection AddTransfers(this IServiceCollection services)
    {
        services.AddSettings<TransferOptions>("Transfer");
        services.AddScoped<SendBalanceHandler>();
        services.AddScoped<TakeBackBalanceHandler>();
        services.AddScoped<ListTransfers>();
        services.AddEventHandler<BalanceMoved, TellOfTransfer>();
        return services;
    }
}
