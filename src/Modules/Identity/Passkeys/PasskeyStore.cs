using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Whose passkeys ASP.NET Core Identity looks at when it checks a WebAuthn answer: a person, and nothing more.</summary>
public sealed record PasskeyOwner(Guid Id);

/// <summary>Reads passkeys for Identity's WebAuthn handler. It never writes: Identity's own stores save by themselves, in
/// the middle of whatever else is pending; here the operations write.</summary>
internal sealed class PasskeyStore(PortalDbContext db) : IUserPasskeyStore<PasskeyOwner>
{
    public async Task<PasskeyOwner?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) && await db.Set<Subject>().AnyAsync(s => s.Id == id && s.ClosedAt == null, cancellationToken) ? new(id) : null;

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyOwner user, CancellationToken cancellationToken) =>
        [.. (await db.Set<Passkey>().AsNoTracking().Where(p => p.SubjectId == user.Id).ToListAsync(cancellationToken)).Select(Info)];

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Set<Passkey>().AsNoTracking().SingleOrDefaultAsync(p => p.SubjectId == user.Id && p.CredentialId == credentialId, cancellationToken) is { } found ? Info(found) : null;

    public async Task<PasskeyOwner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Set<Passkey>().AsNoTracking().Where(p => p.CredentialId == credentialId).Select(p => new PasskeyOwner(p.SubjectId)).SingleOrDefaultAsync(cancellationToken);

    public Task<string> GetUserIdAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());
    public Task<string?> GetUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Id.ToString());
    public Task<string?> GetNormalizedUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => GetUserNameAsync(user, cancellationToken);
    public Task<PasskeyOwner?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => FindByIdAsync(normalizedUserName, cancellationToken);
    public Task SetUserNameAsync(PasskeyOwner user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();
    public Task SetNormalizedUserNameAsync(PasskeyOwner user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();
    public Task<IdentityResult> CreateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();
    public Task<IdentityResult> UpdateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();
    public Task<IdentityResult> DeleteAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();
    public Task AddOrUpdatePasskeyAsync(PasskeyOwner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();
    public Task RemovePasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();
    public void Dispose() { }

    static NotSupportedException ReadOnly() => new("Passkeys are written by AddPasskey, RenamePasskey and RemovePasskey.");

    static UserPasskeyInfo Info(Passkey p) => new(p.CredentialId, p.PublicKey, new DateTimeOffset(p.CreatedAt), checked((uint)p.SignCount),
        p.Transports?.Split(',', StringSplitOptions.RemoveEmptyEntries), p.UserVerified, p.BackupEligible, p.BackedUp, p.Attestation, p.ClientData)
    { Name = p.Name };
}
