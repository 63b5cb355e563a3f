using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Billing;

internal static class AdjustmentServices
{
    public static IServiceCollection AddAdjustments(this IServiceCollection services)
    {
        services.AddSettings<AdjustmentOptions>("Adjustments");
        services.AddScoped<AdjustmentBook>();
        services.AddScoped<ProposeAdjustmentHandler>();
        services.AddScoped<DecideAdjustmentHandler>();
        services.AddScoped<ListProposals>();
        // disputes of a bill's line
        services.AddSettings<DisputeOptions>("Disputes");
        services.AddScoped<OpenDisputeHandler>();
        services.AddScoped<DecideDisputeHandler>();
        services.AddScoped<TellOfDispute>();
        services.AddScoped<ListDisputable>();
        services.AddScoped<ListDisputes>();
        services.AddScoped<ViewDispute>();
        return services;
    }
}
