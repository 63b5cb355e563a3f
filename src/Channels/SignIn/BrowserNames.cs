namespace Wangting.Channels.SignIn;

/// <summary>What a browser says it is, as short as a person would say it: enough to recognise one's own.</summary>
static class BrowserNames
{
    // The first match counts: apps call themselves Chrome and Safari too, and every phone's browser calls itself Safari.
    static readonly (string Sign, string Name)[] Makers =
    [
        ("MicroMessenger", "WeChat"), ("AlipayClient", "Alipay"), ("QQBrowser", "QQ"), ("HuaweiBrowser", "Huawei"), ("MiuiBrowser", "Xiaomi"),
        ("UCBrowser", "UC"), ("SamsungBrowser", "Samsung"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
    ];
    static readonly (string Sign, string Name)[] Systems =
    [
        ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
    ];

    public static string Of(string userAgent)
    {
        var maker = Makers.FirstOrDefault(m => userAgent.Contains(m.Sign, StringComparison.Ordinal)).Name;
        var system = Systems.FirstOrDefault(s => userAgent.Contains(s.Sign, StringComparison.Ordinal)).Name;
        return (maker, system) switch { (null, null) => "?", (_, null) => maker, (null, _) => system, _ => $"{maker} · {system}" };
    }
}
