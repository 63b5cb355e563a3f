using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Catalogue;

/// <summary>Every operation of the module.</summary>
public static class CatalogueServices
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services)
    {
        services.AddScoped<OffersById>();
        services.AddScoped<ListTariffs>();
        // taken over from other systems
        services.AddScoped<AcceptOffers>();
        return services;
    }
}
