namespace Wangting.ClusterTests.Operating;

/// <summary>The files of <c>deploy/</c>, and the tools they are for.</summary>
internal static class Deployed
{
    public static string Folder { get; } = Find();

    /// <summary>A program of the system's, or a skip (a failure on CI) where it is missing.</summary>
    public static string Tool(string name)
    {
        var path = ((string[])["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"]).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"{name} is missing. dev/setup installs it.");
        if (path is null) Assert.Skip($"{name} is missing. dev/setup installs it.");
        return path!;
    }

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Wangting.slnx"))) return Path.Combine(folder.FullName, "deploy");
        throw new InvalidOperationException("There is no Wangting.slnx above the tests.");
    }
}
