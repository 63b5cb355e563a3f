using Microsoft.Extensions.DependencyInjection;
using Wangting.Channels.Api.Documents;
using Wangting.Channels.Api.Hub;
using Wangting.Channels.Api.Resources;
using Wangting.Channels.Api.Tokens;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Channels.Api;

/// <summary>The TM Forum Open APIs. Each resource is one description; this is their list.</summary>
internal static class ApiServices
{
    public static IServiceCollection AddOpenApis(this IServiceCollection services)
    {
        services.AddSettings<ApiOptions>("Api");
        services.AddSingleton<CheckedTokens>();
        services.AddSingleton<ApiPace>();
        services.AddSingleton<ApiDoor>();
        services.AddSingleton<MachineReads>();
        services.AddSingleton<OpenApiDocument>();
        services.AddEventHandler<RecordChanged, TellListeners>();
        services.AddNoticesWork();
        foreach (var resource in Party.All.Concat(CustomerManagement.All).Concat(AccountManagement.All).Concat(ProductCatalog.All).Concat(ProductInventory.All).Concat(CustomerBills.All)
            .Concat(PartyInteraction.All).Concat(PrepayBalance.All).Concat(PaymentManagement.All).Concat(UsageManagement.All)) services.AddSingleton(resource);
        return services;
    }
}
