using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OpenIddict.Validation;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Channels.SignIn.OpenId;

/// <summary>Hands the shared signing keys to OpenIddict: read before the first request, looked at again each minute, and
/// when they changed its options are made anew, so a key turns on every node without a restart.</summary>
internal sealed partial class SigningKeyRing(IServiceScopeFactory scopes, MasterKey master, TimeProvider clock, ILogger<SigningKeyRing> log)
    : BackgroundService, IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictValidationOptions>
{
    static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    readonly SymmetricSecurityKey encryption = new(master.For("openid-encryption.1"));
    IReadOnlyList<TokenKey> keys = [];
    CancellationTokenSource changed = new();

    string? IOptionsChangeTokenSource<OpenIddictServerOptions>.Name => Options.DefaultName;
    string? IOptionsChangeTokenSource<OpenIddictValidationOptions>.Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => new CancellationChangeToken(changed.Token);

    public void Configure(OpenIddictServerOptions options)
    {
        foreach (var key in keys)
            options.SigningCredentials.Add(new SigningCredentials(new ECDsaSecurityKey(key.Key) { KeyId = key.KeyId }, SecurityAlgorithms.EcdsaSha256));
        // OpenIddict wants one though nothing here is encrypted as JWE: codes and refresh tokens are sealed by Data Protection.
        options.EncryptionCredentials.Add(new EncryptingCredentials(encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(make: true, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Look, clock, stoppingToken);
                await LookAsync(make: false, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // The database may be away for a while; the keys at hand go on signing.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LookFailed(fault);
            }
        }
    }

    /// <summary>Reads the ring; makes the first key where there is none.</summary>
    internal async Task LookAsync(bool make, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (make) await scope.ServiceProvider.GetRequiredService<TurnSigningKeys>().HandleAsync(ct);
        var now = await scope.ServiceProvider.GetRequiredService<ListSigningKeys>().HandleAsync(ct);
        if (now.Select(k => k.KeyId).SequenceEqual(keys.Select(k => k.KeyId), StringComparer.Ordinal)) return;
        keys = now;
        var before = Interlocked.Exchange(ref changed, new CancellationTokenSource());
        await before.CancelAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading the signing keys failed; those at hand go on")]
    partial void LookFailed(Exception fault);
}
