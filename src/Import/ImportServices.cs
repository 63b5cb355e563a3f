using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Import;

/// <summary>Bringing in other systems' files by mapping files: docs/import.md.</summary>
public static class ImportServices
{
    public static IServiceCollection AddImport(this IServiceCollection services)
    {
        services.AddSingleton<ImportKinds>();
        services.AddScoped<RunImportHandler>();
        services.AddScoped<ImportBatch>();
        return services;
    }
}
