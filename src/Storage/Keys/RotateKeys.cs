using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Wangting.Storage.Keys;

/// <summary><c>wangting keys rotate|rewrap</c>.</summary>
public sealed class RotateKeys(IKeyManager ring, RootKey root, TimeProvider clock)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>Makes a new ring key that is used from now on. Old keys still open what they closed. (Without being told,
    /// the ring makes a new key every 90 days.)</summary>
    public Guid NewRingKey()
    {
        var now = clock.GetUtcNow();
        return ring.CreateNewKey(now, now + Lifetime).KeyId;
    }

    /// <summary>Wraps the root anew with the first line of the key file.</summary>
    public Task RewrapAsync(CancellationToken ct) => root.RewrapAsync(ct);
}
