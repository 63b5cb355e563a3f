using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>How a person is to be reached from now on, in place of the contact of that kind before.</summary>
/// <param name="Value">E.164 or an e-mail address.</param>
public sealed record KeepContact(ContactKind Kind, string Value);

public sealed class KeepContactHandler(PortalDbContext db, TimeProvider clock)
{
    /// <summary>Where messages go decides who can take an account over, so the proof must be fresh.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    public async Task<Outcome<Done>> HandleAsync(KeepContact command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (!caller.IsPerson) return Refusal.NotFound("profile.not_found");
        if (caller.Needs(Assurance.Proven, Fresh, now) is { } prove) return prove;
        if (Wrong(command) is { } wrong) return wrong;
        var before = await db.Set<Contact>().Where(c => c.PartyId == caller.SubjectId && c.Kind == command.Kind && c.Preferred && (c.To == null || c.To > now)).ToListAsync(ct);
        if (before.Any(c => c.Value == command.Value)) return Done.Yes;

        foreach (var old in before) (old.Preferred, old.To) = (false, now);
        db.Add(new Contact { Id = Guid.CreateVersion7(), PartyId = caller.SubjectId, Kind = command.Kind, Value = command.Value, ValueKey = SearchKey.Of(command.Value), Preferred = true, From = now });
        db.Audit(caller, clock, "contact_kept", "individual", caller.SubjectId.ToString(), caller.SubjectId, details: new { command.Kind });
        db.RecordTouch(caller.SubjectId, caller, clock, TouchDirection.In, "contact_kept");
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }

    static Refusal? Wrong(KeepContact command) => command.Kind switch
    {
        ContactKind.Phone => PhoneNumber.TryParse(command.Value, "ZZ", out _) ? null : Refusal.Invalid("contact.not_a_phone", "phone"),
        ContactKind.Email => LooksLikeEmail(command.Value) ? null : Refusal.Invalid("contact.not_an_email", "email"),
        _ => Refusal.Invalid("contact.kind_unknown"),
    };

    /// <summary>Only what cannot be an address is turned away (RFC 5321 allows more than most rules think).</summary>
    public static bool LooksLikeEmail(string value)
    {
        var at = value.LastIndexOf('@');
        return at is > 0 and <= 64 && value.Length <= 254 && at < value.Length - 3 && value.IndexOf('.', at) is > 0 and var dot && dot < value.Length - 1 && dot > at + 1
            && !value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or '(' or ')' or ',' or ';');
    }
}
