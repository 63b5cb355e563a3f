namespace Wangting.Commands;

/// <summary>What <c>demo</c> sets so that nothing has to be configured.</summary>
public static class DemoSettings
{
    /// <summary>In the demo's folder: what a terminal on this machine needs to know.</summary>
    public const string TerminalKey = "terminal.json";

    public static string DefaultFolder => Path.Combine(Path.GetTempPath(), "wangting-demo");

    /// <param name="address">Of the hall, as browsers reach it.</param>
    /// <param name="bank">Of the sandbox gateway, and the secret shared with it.</param>
    public static Dictionary<string, string?> For(string folder, string address, Uri bank, string secret) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Urls"] = address,
        ["Web:Demo"] = "true",
        ["Web:Brands:young:Theme"] = "plum",
        ["Web:Brands:young:Name"] = "青春",
        ["Web:Brands:young:NameEn"] = "Young",
        ["Terminal:KeyFile"] = Path.Combine(folder, TerminalKey),
        ["Database:Kind"] = "Sqlite",
        ["Database:ConnectionString"] = $"Data Source={Path.Combine(folder, "wangting.db")}",
        ["Keys:MasterKeyFile"] = Path.Combine(folder, "master-key"),
        ["Keys:MakeMasterKey"] = "true",
        ["Operator:Area"] = "江苏",
        ["Operator:AreaEn"] = "Jiangsu",
        ["Payments:PublicAddress"] = address,
        ["Payments:Sandbox:Address"] = bank.ToString(),
        ["Payments:Sandbox:Secret"] = secret,
        // The pay button's form is redirected to the bank's page: the browser asks our policy whether it may.
        ["Web:Security:FormTargets:0"] = bank.GetLeftPart(UriPartial.Authority),
        // Whoever tries the interfaces out listens on the same machine.
        ["Listeners:InsideNetworks:0"] = "127.0.0.0/8",
        ["Listeners:InsideNetworks:1"] = "::1",
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Error",
    };
}
