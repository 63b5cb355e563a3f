using Microsoft.EntityFrameworkCore;

namespace Wangting.Kernel;

/// <summary>Takes a part of the audit log away, for a purpose; the taking stands in the log itself.</summary>
public sealed record ExportAudit(AuditFilter Filter, string? Purpose);

public sealed class ExportAuditHandler(PortalDbContext db, Texts texts, TimeProvider clock)
{
    public const int MostRows = 10_000, MostDays = 31;
    const int ShortestPurpose = 5, LongestPurpose = 200;

    /// <returns>Oldest first.</returns>
    public async Task<Outcome<IReadOnlyList<AuditLine>>> HandleAsync(ExportAudit command, Caller caller, CancellationToken ct)
    {
        var no = caller.Lacks(KernelPermissions.ReadAudit) ?? caller.Lacks(KernelPermissions.ExportAudit) ?? Wrong(command);
        var lines = no is null ? await db.Set<AuditEntry>().AsNoTracking().Matching(command.Filter, texts.Zone).OrderBy(a => a.Id).Take(MostRows + 1).Select(AuditLines.Line).ToListAsync(ct) : [];
        if (lines.Count > MostRows) no = Refusal.Invalid("audit.export_many", null, ("most", MostRows));

        db.Audit(caller, clock, no is null ? "audit_exported" : "audit_export_refused", "audit", "export", purpose: Given(command.Purpose),
            details: new { command.Filter.From, command.Filter.To, command.Filter.Act, command.Filter.Actor, command.Filter.Party, command.Filter.ObjectId, rows = no is null ? lines.Count : (int?)null, no?.Code });
        await db.SaveChangesAsync(ct);
        return no is null ? lines : no;
    }

    static Refusal? Wrong(ExportAudit command) =>
        Given(command.Purpose)?.Length is not (>= ShortestPurpose and <= LongestPurpose) ? Refusal.Invalid("audit.export_reason", "Purpose", ("least", ShortestPurpose), ("most", LongestPurpose))
        : command.Filter is not { From: { } from, To: { } to } || to < from || to.DayNumber - from.DayNumber >= MostDays ? Refusal.Invalid("audit.export_days", "from", ("days", MostDays))
        : null;

    // What cannot be a purpose is not kept at length either.
    static string? Given(string? purpose) => string.IsNullOrWhiteSpace(purpose) ? null : purpose.Trim() is { Length: > LongestPurpose } long_ ? long_[..(LongestPurpose + 1)] : purpose.Trim();
}
