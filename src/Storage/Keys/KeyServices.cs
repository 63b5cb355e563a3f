using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Storage.Keys;

internal static class KeyServices
{
    /// <summary>The key ring in the database, wrapped by the root, wrapped by the operator's file.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddSettings<KeyOptions>("Keys");
        services.AddSingleton<RootKey>();
        services.TryAddSingleton(provider => provider.GetRequiredService<RootKey>().Load());
        services.AddSingleton<DatabaseKeyRing>();
        services.AddScoped<RotateKeys>();
        services.AddScoped<ViewKeys>();
        services.AddScoped<CloseAnew>();
        // The name is part of every protected value: it must not be the folder the program happens to lie in.
        services.AddDataProtection().SetApplicationName("wangting");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = provider.GetRequiredService<DatabaseKeyRing>();
            options.XmlEncryptor = new RingWrapper(provider);
        }));
        return services;
    }
}
