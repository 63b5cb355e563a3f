using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Wangting.Kernel;

/// <summary>A section of the configuration that is ours: every key below it must be one of the type's.</summary>
public sealed record SettingsSection(string Path, Type Type);

public static class SettingsSections
{
    /// <summary>Options from a section, validated at start: values by their annotations, and unknown keys are refused.</summary>
    public static OptionsBuilder<TOptions> AddSettings<TOptions>(this IServiceCollection services, string path) where TOptions : class
    {
        services.AddSingleton(new SettingsSection(path, typeof(TOptions)));
        return services.AddOptions<TOptions>().BindConfiguration(path).ValidateDataAnnotations().ValidateOnStart();
    }
}
