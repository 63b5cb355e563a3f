using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Import;

public static class ImportServices
{
    public static IServiceCollection AddImport(this IServiceCollection services)
    {
        return services;
    }
}
