using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Identity;

/// <summary>Sets or changes the PIN by which the hotline knows one of the caller's own numbers. It dies with the tenure.</summary>
public sealed record SetVoicePin(Guid TenureId, string? Pin);

public sealed class SetVoicePinHandler(PortalDbContext db, TimeProvider clock, VoicePins pins, SendNoticeHandler notices, IOptions<SignInRules> rules)
{
    public async Task<Outcome<Done>> HandleAsync(SetVoicePin command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var handle = await db.Set<NumberHandle>().LiveAt(now).SingleOrDefaultAsync(h => h.Id == command.TenureId && h.SubjectId == caller.SubjectId && caller.Kind == CallerKind.Person, ct);
        if (handle is null) return Refusal.NotFound("number.not_found");
        if (caller.Needs(Assurance.Proven, rules.Value.FreshProof, now) is { } prove) return prove;
        if (PinRules.Weakness(command.Pin, handle.Value) is { } weak) return weak;

        var had = handle.VoicePinHash is not null;
        handle.VoicePinHash = pins.Hash(handle.Id, command.Pin!);
        db.Audit(caller, clock, had ? "pin_changed" : "pin_set", "number", handle.Id.ToString(), caller.SubjectId);
        if (handle.Kind == IdentifierKind.Mobile)
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.Sms, handle.Value, caller.Language, caller.SubjectId, handle.Id), NoticeClass.Security,
                had ? "notice.pin_changed" : "notice.pin_set", new Dictionary<string, object?> { ["at"] = now }), ct);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}

internal static class PinRules
{
    const int Length = 6;

    /// <summary>Six digits, since a telephone has no more; what anybody would try first is left out: runs, repeats, and any
    /// stretch of the number itself, its tail above all.</summary>
    public static Refusal? Weakness(string? pin, string number)
    {
        if (pin is not { Length: Length } || !pin.All(char.IsAsciiDigit)) return Refusal.Invalid("pin.six_digits", nameof(SetVoicePin.Pin));
        var easy = pin.Distinct().Count() < 3
            || pin[..3] == pin[3..] || pin[..2] == pin[2..4] && pin[..2] == pin[4..]
            || "01234567890".Contains(pin, StringComparison.Ordinal)
            || "09876543210".Contains(pin, StringComparison.Ordinal)
            || string.Concat(number.Where(char.IsAsciiDigit)).Contains(pin, StringComparison.Ordinal);
        return easy ? Refusal.Invalid("pin.too_easy", nameof(SetVoicePin.Pin)) : null;
    }
}
