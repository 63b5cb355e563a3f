using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Resources;

public static class ResourcesServices
{
    public static IServiceCollection AddResources(this IServiceCollection services)
    {
        // taken over from other systems
        services.AddScoped<AcceptNumbers>();
        return services;
    }
}
