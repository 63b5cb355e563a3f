using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Identity;

/// <summary>Sets or changes the service password of one of the caller's own numbers. It dies with the tenure.</summary>
public sealed record SetServicePassword(Guid TenureId, string? Password);

public sealed class SetServicePasswordHandler(PortalDbContext db, TimeProvider clock, ServicePasswords passwords, SendNoticeHandler notices, IOptions<SignInRules> rules)
{
    public async Task<Outcome<Done>> HandleAsync(SetServicePassword command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var handle = await db.Set<NumberHandle>().LiveAt(now).SingleOrDefaultAsync(h => h.Id == command.TenureId && h.SubjectId == caller.SubjectId && caller.Kind == CallerKind.Person, ct);
        if (handle is null) return Refusal.NotFound("number.not_found");
        if (caller.Needs(Assurance.Proven, rules.Value.FreshProof, now) is { } prove) return prove;
        if (PasswordRules.Weakness(command.Password, handle.Value, rules.Value.PasswordLength) is { } weak) return weak;

        var had = handle.PasswordHash is not null;
        handle.PasswordHash = passwords.Hash(command.Password!);
        handle.PasswordSetAt = now;
        db.Audit(caller, clock, had ? "password_changed" : "password_set", "number", handle.Id.ToString(), caller.SubjectId);
        if (handle.Kind == IdentifierKind.Mobile)
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.Sms, handle.Value, caller.Language, caller.SubjectId, handle.Id), NoticeClass.Security,
                had ? "notice.password_changed" : "notice.password_set", new Dictionary<string, object?> { ["at"] = now }), ct);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}

internal static class PasswordRules
{
    /// <summary>Long enough, not the number itself, not one character or a run. Nothing about which characters: length
    /// helps, rules of composition do not (NIST SP 800-63B §5.1.1.2).</summary>
    public static Refusal? Weakness(string? password, string number, int length)
    {
        if (string.IsNullOrEmpty(password) || password.Length < length) return Refusal.Invalid("password.too_short", nameof(SetServicePassword.Password), ("length", length));
        if (password.Length > 128) return Refusal.Invalid("password.too_long", nameof(SetServicePassword.Password), ("length", 128));
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        var easy = password.Distinct().Count() < 4
            || (password.All(char.IsAsciiDigit) && digits.Contains(password, StringComparison.Ordinal))
            || "01234567890123456789".Contains(password, StringComparison.Ordinal)
            || "98765432109876543210".Contains(password, StringComparison.Ordinal)
            || password.Contains(digits.Length > 8 ? digits[^8..] : digits, StringComparison.Ordinal);
        return easy ? Refusal.Invalid("password.too_easy", nameof(SetServicePassword.Password)) : null;
    }
}
