using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Finds the parties that a document belongs to: one person may stand in several records of older systems.</summary>
public sealed record FindByDocument(string Type, string Number);

public sealed record FoundByDocument(Guid PartyId, Guid DocumentId, string Masked);

public sealed class FindByDocumentHandler(PortalDbContext db, SecretColumns secrets, Texts texts, TimeProvider clock)
{
    public async Task<Outcome<IReadOnlyList<FoundByDocument>>> HandleAsync(FindByDocument query, Caller caller, CancellationToken ct)
    {
        if (!caller.Can(Granted.StaffView)) return Refusal.NotFound("document.not_found");
        var now = clock.GetUtcNow().UtcDateTime;
        if (DocumentRules.Check(query.Type, query.Number, texts.DayOf(now)).IsRefused(out var why, out var number)) return why;
        var hash = secrets.Hash(IdentityDocument.NumberPurpose, number.Number);
        var found = await db.Set<IdentityDocument>().AsNoTracking().Where(d => d.NumberHash == hash && d.Type == number.Type)
            .OrderBy(d => d.CreatedAt).ThenBy(d => d.Id).Select(d => new FoundByDocument(d.PartyId, d.Id, d.NumberMasked)).ToListAsync(ct);
        if (found.Count == 0) return Refusal.NotFound("document.not_found");
        foreach (var one in found) db.Audit(caller, clock, "document_searched", "individualIdentification", one.DocumentId.ToString(), one.PartyId);
        await db.SaveChangesAsync(ct);
        return found;
    }
}
