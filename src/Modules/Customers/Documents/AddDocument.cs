using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Records an identity document of a party, checked by its kind's rules.</summary>
/// <param name="Type">One of <see cref="DocumentRules.Types"/>.</param>
public sealed record AddDocument(Guid PartyId, string Type, string Number, DateOnly? ValidUntil = null);

public sealed record DocumentAdded(Guid Id, string Type, string Masked);

public sealed class AddDocumentHandler(PortalDbContext db, SecretColumns secrets, Texts texts, TimeProvider clock)
{
    /// <summary>Staff need it; a person adds their own without it.</summary>
    public const string Permission = "customer.document";

    public async Task<Outcome<DocumentAdded>> HandleAsync(AddDocument command, Caller caller, CancellationToken ct)
    {
        var mayAny = caller.Can(Permission);
        var person = caller.IsPerson ? caller.SubjectId : Guid.Empty;
        var party = await db.Set<Party>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == command.PartyId && (mayAny || p.Id == person), ct);
        if (party is null) return Refusal.NotFound("party.not_found");
        var now = clock.GetUtcNow().UtcDateTime;
        if (DocumentRules.Check(command.Type, command.Number, texts.DayOf(now)).IsRefused(out var why, out var number)) return why;
        var hash = secrets.Hash(IdentityDocument.NumberPurpose, number.Number);
        var known = await db.Set<IdentityDocument>().SingleOrDefaultAsync(d => d.PartyId == party.Id && d.Type == number.Type && d.NumberHash == hash, ct);
        if (known is not null) return new DocumentAdded(known.Id, known.Type, known.NumberMasked);

        var document = IdentityDocuments.Make(secrets, party.Id, number, command.ValidUntil, now);
        db.Add(document);
        db.Audit(caller, clock, "document_added", "individualIdentification", document.Id.ToString(), party.Id, details: new { document.Type, document.NumberMasked });
        await db.SaveChangesAsync(ct);
        return new DocumentAdded(document.Id, document.Type, document.NumberMasked);
    }
}

internal static class IdentityDocuments
{
    public static IdentityDocument Make(SecretColumns secrets, Guid party, DocumentNumber number, DateOnly? validUntil, DateTime now) => new()
    {
        Id = Guid.CreateVersion7(),
        PartyId = party,
        Type = number.Type,
        NumberClosed = secrets.Close(IdentityDocument.NumberPurpose, number.Number),
        NumberHash = secrets.Hash(IdentityDocument.NumberPurpose, number.Number),
        NumberMasked = Mask.Document(number.Number),
        ValidUntil = validUntil,
        CreatedAt = now,
    };
}
