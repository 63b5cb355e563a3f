using System.Collections;
using System.ComponentModel;
using System.Reflection;
using Wangting.Kernel;

namespace Wangting.Operating;

/// <summary>Reads the configuration as the options will, before anything starts: an unknown key or a value that is not of
/// its kind is a sentence naming the choices. A misspelt setting that is silently ignored is found at the worst moment.</summary>
internal static class SettingsCheck
{
    /// <exception cref="SetupProblem">Every problem found, a line each.</exception>
    public static void Run(IConfiguration configuration, IServiceCollection services)
    {
        if (Find(configuration, services) is { Count: > 0 } problems) throw new SetupProblem(string.Join(Environment.NewLine, problems));
    }

    /// <summary>Every problem, a sentence each.</summary>
    public static IReadOnlyList<string> Find(IConfiguration configuration, IServiceCollection services)
    {
        var sections = services.Select(s => s.ImplementationInstance).OfType<SettingsSection>().DistinctBy(s => s.Path).ToDictionary(s => s.Path, s => s.Type, StringComparer.OrdinalIgnoreCase);
        return [.. sections.Where(s => !s.Key.Contains(':', StringComparison.Ordinal)).SelectMany(s => Object(configuration.GetSection(s.Key), s.Value, sections))
            .Concat(sections.Where(s => s.Key.Contains(':', StringComparison.Ordinal)).SelectMany(s => Object(configuration.GetSection(s.Key), s.Value, sections)))
            .Concat(Misspelt(configuration, [.. sections.Keys.Select(k => k.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase)]))];
    }

    static IEnumerable<string> Object(IConfigurationSection section, Type type, Dictionary<string, Type> sections)
    {
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
            if (known.TryGetValue(child.Key, out var property)) foreach (var problem in Value(child, property.PropertyType, sections)) yield return problem;
            else if (!sections.ContainsKey(child.Path)) yield return $"{child.Path} is not a setting. {Choices(child.Key, section.Path, [.. known.Keys])}";
    }

    static IEnumerable<string> Value(IConfigurationSection section, Type type, Dictionary<string, Type> sections)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) || section is { Value: null } && !section.GetChildren().Any()) return [];
        if (type.IsEnum)
            // A number would be taken as well, and would mean another value after the next release.
            return Enum.GetNames(type).Contains(section.Value, StringComparer.OrdinalIgnoreCase) ? [] : [$"{section.Path} is “{section.Value}”; the choices are {string.Join(", ", Enum.GetNames(type))}."];
        if (type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDictionary<,>)) is { } map)
            return section.GetChildren().SelectMany(c => Value(c, map.GetGenericArguments()[1], sections));
        if (typeof(IEnumerable).IsAssignableFrom(type))
            return section.GetChildren().SelectMany(c => Value(c, type.IsArray ? type.GetElementType()! : type.GetGenericArguments().FirstOrDefault() ?? typeof(string), sections));
        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string))) return Object(section, type, sections);
        try { return converter.ConvertFromInvariantString(section.Value ?? "") is null ? [Wrong(section, type)] : []; }
        catch (Exception fault) when (fault is FormatException or ArgumentException or NotSupportedException or OverflowException) { return [Wrong(section, type)]; }
    }

    static string Wrong(IConfigurationSection section, Type type) => $"{section.Path} is “{section.Value}”; it is " + type.Name switch
    {
        nameof(Boolean) => "true or false.",
        nameof(TimeSpan) => "a length of time such as 00:05:00 (hours:minutes:seconds) or 2.00:00:00 (days first).",
        nameof(Int32) or nameof(Int64) => "a whole number.",
        nameof(Uri) => "an address such as https://hall.example.org.",
        _ => $"a {type.Name}.",
    };

    // Above our sections stand the platform's and the environment's: only what looks like one of ours is named.
    static IEnumerable<string> Misspelt(IConfiguration configuration, string[] ours) =>
        from child in configuration.GetChildren()
        where child.Value is null && !ours.Contains(child.Key, StringComparer.OrdinalIgnoreCase) && !Platform.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
        let near = Near(child.Key, ours)
        where near is not null
        select $"{child.Key} is not a section. Did you mean {near}?";

    static readonly string[] Platform = ["Logging", "Kestrel", "AllowedHosts", "Urls", "Web", "Operating", "Terminal"]; // the last three are ours, but a one-shot command does not load them

    static string Choices(string key, string path, string[] known) =>
        Near(key, known) is { } near ? $"Did you mean {path}:{near}?" : $"In {path} there are: {string.Join(", ", known.Order(StringComparer.Ordinal))}.";

    static string? Near(string key, string[] known) =>
        known.Select(k => (Name: k, Distance: Distance(key.ToUpperInvariant(), k.ToUpperInvariant()))).Where(k => k.Distance <= Math.Max(2, k.Name.Length / 4)).OrderBy(k => k.Distance).FirstOrDefault().Name;

    // Levenshtein, one row at a time.
    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, last) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j] + 1, last + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = last = cost;
            }
        }
        return row[b.Length];
    }
}
