using Microsoft.EntityFrameworkCore;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Customers;

public enum RevealedField { Name, BirthDate, Document, Contact }

/// <summary>Shows one masked field of an opened customer whole, once. The reason stands in the audit log, where its owner
/// sees it too.</summary>
/// <param name="Item">Which document or contact.</param>
public sealed record Reveal(Guid PartyId, RevealedField Field, Guid? Item, string? Reason);

/// <param name="Type">Of a document.</param>
public sealed record Revealed(RevealedField Field, string Value, string? Type = null);

public sealed class RevealHandler(PortalDbContext db, SecretColumns secrets, Limiter limiter, TimeProvider clock)
{
    public async Task<Outcome<Revealed>> HandleAsync(Reveal command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.Reveal) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        if (await FindAsync(command, caller, now, ct) is not { } found) return Refusal.NotFound("reveal.nothing");
        if (Revealing.Wrong(command.Reason) is { } wrong) return wrong;
        if (await limiter.TakeAsync("reveal.too_often", ct, (LimitName.DeskReveal, caller.SubjectId.ToString())) is { } tooOften)
        {
            db.Audit(caller, clock, "reveal_refused", "party", command.PartyId.ToString(), command.PartyId, command.Reason!.Trim(), new { command.Field });
            await db.SaveChangesAsync(ct);
            return tooOften;
        }

        db.Audit(caller, clock, command.Field == RevealedField.Document ? "document_revealed" : "field_revealed", "party", (command.Item ?? command.PartyId).ToString(),
            party: command.PartyId, purpose: command.Reason!.Trim(), details: new { command.Field, found.Type });
        await db.SaveChangesAsync(ct);
        return found;
    }

    async Task<Revealed?> FindAsync(Reveal command, Caller caller, DateTime now, CancellationToken ct)
    {
        var open = Opened.Within(db, Opened.Parties(db, caller with { ActingFor = command.PartyId }, now), caller, CustomersPermissions.Reveal);
        var parties = db.Set<Party>().AsNoTracking().Where(p => open.Contains(p.Id));
        return command.Field switch
        {
            RevealedField.Name => await parties.Select(p => p.Name).SingleOrDefaultAsync(ct) is { } name ? new(command.Field, name) : null,
            RevealedField.BirthDate => await parties.Select(p => p.BirthDate).SingleOrDefaultAsync(ct) is { } born ? new(command.Field, born.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)) : null,
            RevealedField.Document => await db.Set<IdentityDocument>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == command.Item && open.Contains(d.PartyId), ct) is { } document
                ? new(command.Field, secrets.Open(IdentityDocument.NumberPurpose, document.NumberClosed), document.Type) : null,
            RevealedField.Contact => await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == command.Item && open.Contains(c.PartyId), ct) is { } contact ? new(command.Field, contact.Value) : null,
            _ => null,
        };
    }
}

/// <summary>What every reveal asks for.</summary>
public static class Revealing
{
    const int ShortestReason = 5, LongestReason = 200;

    public static Refusal? Wrong(string? reason) =>
        reason?.Trim().Length is >= ShortestReason and <= LongestReason ? null : Refusal.Invalid("reveal.reason", "Reason", ("least", ShortestReason), ("most", LongestReason));
}
