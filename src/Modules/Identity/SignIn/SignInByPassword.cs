using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <param name="Name">Number or broadband account as typed.</param>
public sealed record SignInByPassword(string? Name, string? Password, Browser Browser);

public sealed class SignInByPasswordHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets, Limiter limiter, ServicePasswords passwords, OpenSession open, IOptions<OperatorOptions> home)
{
    public async Task<Outcome<SignedIn>> HandleAsync(SignInByPassword command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (SignInName.Read(command.Name, home.Value.Country) is not { } name) return Refusal.Invalid("sign_in.name_unreadable", nameof(command.Name));
        if (command.Password is not { Length: > 0 and <= 200 } password) return Refusal.Invalid("password.missing", nameof(command.Password));
        if (await limiter.TakeAsync(ct, await PurseAsync(name.Value, command.Browser, ct), (LimitName.PasswordAddress, caller.Address ?? "")) is { } tooOften) return tooOften;

        var handle = await db.Set<NumberHandle>().LiveAt(now).Where(h => h.Value == name.Value && h.SubjectId != null).OrderByDescending(h => h.PasswordHash != null).FirstOrDefaultAsync(ct);
        var found = passwords.Verify(handle?.PasswordHash, password);
        if (handle is null || found == PasswordVerificationResult.Failed) return Refusal.NotAllowed("password.wrong");
        if (await db.Set<Subject>().AnyAsync(s => s.Id == handle.SubjectId && s.ClosedAt != null, ct)) return Refusal.NotAllowed("sign_in.closed");

        if (found == PasswordVerificationResult.SuccessRehashNeeded) handle.PasswordHash = passwords.Hash(password);
        var signedIn = await open.AddAsync(handle.SubjectId!.Value, handle.Id, command.Browser, caller, ProofMethod.Password, null, ct);
        await db.SaveChangesAsync(ct);
        return signedIn;
    }

    // Wrong passwords close this method for a while, and only for strangers: the owner's own devices have their own purse,
    // and codes and passkeys stay open.
    async Task<(string, string)> PurseAsync(string name, Browser browser, CancellationToken ct)
    {
        var device = secrets.Hash(Device.Purpose, browser.DeviceKey ?? "");
        var known = await db.Set<NumberHandle>().AnyAsync(h => h.Value == name && h.Until == null
            && db.Set<Device>().Any(d => d.SubjectId == h.SubjectId && d.KeyHash == device && d.RemovedAt == null), ct);
        return known ? (LimitName.PasswordKnownDevice, name + device) : (LimitName.PasswordNumber, name);
    }
}
