namespace Wangting.Commands;

/// <summary>What <c>demo</c> sets so that nothing has to be configured.</summary>
public static class DemoSettings
{
    public static Dictionary<string, string?> For(string folder, string address, DemoBank bank) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Urls"] = address,
        ["Web:Demo"] = "true",
        ["Database:Kind"] = "Sqlite",
        ["Database:ConnectionString"] = $"Data Source={Path.Combine(folder, "wangting.db")}",
        ["Keys:MasterKeyFile"] = Path.Combine(folder, "master-key"),
        ["Keys:MakeMasterKey"] = "true",
        ["Operator:Area"] = "江苏",
        ["Operator:AreaEn"] = "Jiangsu",
        ["Payments:PublicAddress"] = address,
        ["Payments:Sandbox:Address"] = bank.Address.AbsoluteUri,
        ["Payments:Sandbox:Merchant"] = DemoBank.Merchant,
        ["Payments:Sandbox:Secret"] = bank.Secret,
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Error",
    };
}
