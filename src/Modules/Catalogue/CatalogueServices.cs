using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Catalogue;

public static class CatalogueServices
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services)
    {
        return services;
    }
}
