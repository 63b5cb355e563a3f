using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Shows an identity document's number whole, once. The reason stands in the audit log, where its owner sees it too.</summary>
public sealed record RevealDocument(Guid DocumentId, string Reason);

public sealed record RevealedDocument(Guid DocumentId, string Number);

public sealed class RevealDocumentHandler(PortalDbContext db, SecretColumns secrets, TimeProvider clock)
{
    const int ShortestReason = 5, LongestReason = 200;

    public async Task<Outcome<RevealedDocument>> HandleAsync(RevealDocument command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.Reveal) is { } lacking) return lacking;
        var document = await db.Set<IdentityDocument>().SingleOrDefaultAsync(d => d.Id == command.DocumentId, ct);
        if (document is null) return Refusal.NotFound("document.unknown");
        var reason = command.Reason.Trim();
        if (reason.Length is < ShortestReason or > LongestReason) return Refusal.Invalid("document.reason", nameof(command.Reason), ("least", ShortestReason), ("most", LongestReason));

        db.Audit(caller, clock, "document_revealed", "document", document.Id.ToString(), party: document.PartyId, purpose: reason, details: new { document.Type });
        await db.SaveChangesAsync(ct);
        return new RevealedDocument(document.Id, secrets.Open(IdentityDocument.NumberPurpose, document.NumberClosed));
    }
}
