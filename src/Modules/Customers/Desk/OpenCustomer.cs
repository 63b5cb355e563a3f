using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Opens a customer at the caller's desk for a while. Without a reason it is refused, and the refusal is written down.</summary>
/// <param name="Note">In one's own words; needed where the reason is another than those listed.</param>
public sealed record OpenCustomer(Guid PartyId, OpeningReason? Reason, string? Note);

/// <summary>Until when it stands open.</summary>
public sealed record CustomerOpened(Guid PartyId, DateTime Until);

public sealed class OpenCustomerHandler(PortalDbContext db, TimeProvider clock)
{
    internal const int ShortestNote = 5, LongestNote = 200;

    public async Task<Outcome<CustomerOpened>> HandleAsync(OpenCustomer command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.View) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var wanted = db.Set<Party>().Where(p => p.Id == command.PartyId).Select(p => p.Id);
        var found = await Opened.Within(db, wanted, caller, CustomersPermissions.View).AnyAsync(ct);
        var note = string.IsNullOrWhiteSpace(command.Note) ? null : command.Note.Trim();

        var no = !found ? Refusal.NotFound("customer.unknown") : Wrong(command.Reason, note);
        if (no is not null)
        {
            db.Audit(caller, clock, "customer_open_refused", "party", command.PartyId.ToString(), party: found ? command.PartyId : null, details: new { no.Code });
            await db.SaveChangesAsync(ct);
            return no;
        }
        var opening = new Opening
        {
            Id = Guid.CreateVersion7(), OpenerId = caller.SubjectId, SessionId = caller.SessionId ?? Guid.Empty, PartyId = command.PartyId, Reason = command.Reason!.Value, Note = note, At = now, Until = now + Opening.Lasts,
        };
        db.Add(opening);
        // By its key: the clerk chose it in their language, and the customer may read another.
        var why = $"enum.{nameof(OpeningReason)}.{opening.Reason}";
        db.Audit(caller, clock, "customer_viewed", "party", command.PartyId.ToString(), party: command.PartyId, purpose: note is null ? why : $"{why} · {note}");
        await db.SaveChangesAsync(ct);
        return new CustomerOpened(opening.PartyId, opening.Until);
    }

    internal static Refusal? Wrong(OpeningReason? reason, string? note) =>
        reason is not { } given || !Enum.IsDefined(given) ? Refusal.Invalid("customer.reason_needed", "Reason")
        : note?.Length > LongestNote ? Refusal.Invalid("customer.note_long", "Note", ("most", LongestNote))
        : given == OpeningReason.Other && (note?.Length ?? 0) < ShortestNote ? Refusal.Invalid("customer.note_needed", "Note", ("least", ShortestNote))
        : null;
}
