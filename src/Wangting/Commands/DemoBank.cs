using System.Security.Cryptography;
using Wangting.SandboxGateway;

namespace Wangting.Commands;

/// <summary>The sandbox bank that <c>demo</c> runs beside the hall, on a free port of its own. It remembers in the demo's
/// folder, so that <c>--keep</c> keeps both sides of the money.</summary>
public sealed class DemoBank : IAsyncDisposable
{
    public const string Merchant = "wangting";
    readonly WebApplication app;

    DemoBank(WebApplication app, string secret) => (this.app, Secret) = (app, secret);

    public string Secret { get; }
    public Uri Address => SandboxGatewayApp.AddressOf(app);

    public static async Task<DemoBank> StartAsync(string folder, CancellationToken ct)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var bank = new DemoBank(SandboxGatewayApp.Build(new GatewayOptions
        {
            Address = new Uri("http://127.0.0.1:0"),
            Secrets = new Dictionary<string, string>(StringComparer.Ordinal) { [Merchant] = secret },
            Journal = Path.Combine(folder, "bank.jsonl"),
        }), secret);
        await bank.app.StartAsync(ct);
        return bank;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
