using Microsoft.AspNetCore.Identity;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Hashes of voice PINs. There are only a million PINs, so no number of rounds protects them alone: what is hashed
/// is first keyed with the master key, which lies outside database and backup.</summary>
public sealed class VoicePins(SecretColumns secrets, ServicePasswords passwords)
{
    internal string Hash(Guid tenure, string pin) => passwords.Hash(Keyed(tenure, pin));

    /// <summary>Does the same work when there is none.</summary>
    internal bool Matches(NumberHandle? handle, string pin) =>
        passwords.Verify(handle?.VoicePinHash, Keyed(handle?.Id ?? Guid.Empty, pin)) != PasswordVerificationResult.Failed;

    string Keyed(Guid tenure, string pin) => secrets.Hash("identity.voice_pin", $"{tenure:N}:{pin}");
}
