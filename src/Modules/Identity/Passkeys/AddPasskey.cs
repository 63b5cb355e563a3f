using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Identity;

/// <summary>Keeps a new passkey of the caller.</summary>
/// <param name="Proven">As Identity's handler verified it.</param>
public sealed record AddPasskey(UserPasskeyInfo Proven, string? Name);

public sealed class AddPasskeyHandler(PortalDbContext db, TimeProvider clock, SendNoticeHandler notices, IOptions<SignInRules> rules)
{
    const int Most = 20;

    public async Task<Outcome<Done>> HandleAsync(AddPasskey command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (!caller.IsPerson) return Refusal.NotAllowed("sign_in.first");
        if (caller.Needs(Assurance.Proven, rules.Value.FreshProof, now) is { } prove) return prove;
        if (PasskeyNames.Read(command.Name) is not { } name) return Refusal.Invalid("passkey.name", nameof(command.Name));
        if (await db.Set<Passkey>().CountAsync(p => p.SubjectId == caller.SubjectId, ct) >= Most) return Refusal.Conflict("passkey.too_many", ("count", Most));

        var passkey = new Passkey
        {
            Id = Guid.CreateVersion7(),
            SubjectId = caller.SubjectId,
            CredentialId = command.Proven.CredentialId,
            PublicKey = command.Proven.PublicKey,
            Name = name,
            CreatedAt = now,
            SignCount = command.Proven.SignCount,
            Transports = command.Proven.Transports is { Length: > 0 } transports ? string.Join(',', transports.Take(10)) : null,
            UserVerified = command.Proven.IsUserVerified,
            BackupEligible = command.Proven.IsBackupEligible,
            BackedUp = command.Proven.IsBackedUp,
            Attestation = command.Proven.AttestationObject,
            ClientData = command.Proven.ClientDataJson,
        };
        db.Add(passkey);
        db.Audit(caller, clock, "passkey_added", "passkey", passkey.Id.ToString(), caller.SubjectId, details: new { passkey.Name });
        var line = await db.Set<NumberHandle>().AsNoTracking().LiveAt(now).Where(h => h.SubjectId == caller.SubjectId && h.Kind == IdentifierKind.Mobile).OrderBy(h => h.Since).FirstOrDefaultAsync(ct);
        if (line is not null)
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.Sms, line.Value, caller.Language, caller.SubjectId, line.Id), NoticeClass.Security,
                "notice.passkey_added", new Dictionary<string, object?> { ["name"] = name, ["at"] = now }), ct);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException failure) when (db.IsDuplicateKey(failure)) { return Refusal.Conflict("passkey.known"); }
        return Done.Yes;
    }
}

internal static class PasskeyNames
{
    /// <returns>The name as it is kept, or null when it is none.</returns>
    public static string? Read(string? typed)
    {
        var name = typed?.Trim();
        return string.IsNullOrEmpty(name) || name.Length > 60 || name.Any(char.IsControl) ? null : name;
    }
}
