using Microsoft.Extensions.Options;
using Wangting.Storage;

namespace Wangting.Doctor;

/// <summary>The installation under examination: everything put together, nothing opened.</summary>
internal sealed record Patient(IServiceProvider Services, IConfiguration Configuration, IReadOnlyList<string> SettingsProblems)
{
    /// <summary>What the settings say, or null where they say what cannot be: the room of settings reports that.</summary>
    public T? Settings<T>() where T : class
    {
        try { return Services.GetRequiredService<IOptions<T>>().Value; }
        catch (Exception fault) when (fault is OptionsValidationException or InvalidOperationException) { return null; }
    }

    Task<DatabaseState>? database;

    /// <summary>How the database is, looked at once; null where the settings do not say which it is.</summary>
    public async Task<DatabaseState?> DatabaseAsync(CancellationToken ct) =>
        Settings<DatabaseOptions>() is null ? null : await (database ??= AskAsync<ViewDatabase, DatabaseState>(view => view.HandleAsync(ct)));

    public DateTime Now => Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;

    /// <summary>Runs one query in a scope of its own.</summary>
    public async Task<T> AskAsync<TQuery, T>(Func<TQuery, Task<T>> ask) where TQuery : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TQuery>());
    }

    /// <summary>Whether others on this machine can read a file: its own mode, and whether they get to its folder.</summary>
    public static bool IsOpenToOthers(string file)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(file) || !File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead)) return false;
        foreach (var folder in Parents(file))
            if (!File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute)) return false;
        return true;
    }

    static IEnumerable<string> Parents(string file)
    {
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(file)); folder is not null; folder = Path.GetDirectoryName(folder)) yield return folder;
    }
}
