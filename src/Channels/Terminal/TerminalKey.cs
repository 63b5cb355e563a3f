using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Channels.Terminal;

/// <summary>What a terminal on the same machine needs to know.</summary>
public sealed record TerminalAddress(string Address, string Secret);

/// <summary>Knows the secret, and tells it to this machine's user where that was asked for.</summary>
internal sealed class TerminalKey(IOptions<TerminalOptions> options, IServer server, IHostApplicationLifetime life) : IHostedService
{
    readonly string? secret = options.Value.Secret ?? (options.Value.KeyFile is null ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));

    public bool IsOpen => secret is { Length: >= TerminalOptions.LeastSecret };

    public bool Opens(string? shown) =>
        IsOpen && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(secret!)));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.KeyFile is { Length: > 0 } file) life.ApplicationStarted.Register(() => Write(file));
        return Task.CompletedTask;
    }

    // The addresses are known only when the server listens.
    void Write(string file)
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address) return;
        File.Delete(file);
        var open = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, open);
        JsonSerializer.Serialize(stream, new TerminalAddress(address, secret!), Json.Plain);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
