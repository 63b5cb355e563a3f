using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Wangting.Channels.Web;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Channels.Staff;

/// <summary>A filtered part of the audit log as a table for a spreadsheet.</summary>
static class AuditExport
{
    [NeedsPermission(KernelPermissions.ExportAudit)]
    internal static async Task<IResult> AnswerAsync([FromForm] string? from, [FromForm] string? to, [FromForm] string? act, [FromForm] string? @object, [FromForm] string? who, [FromForm] string? customer, [FromForm] string? purpose,
        ExportAuditHandler export, StaffNames names, Caller caller, Look look, CancellationToken ct)
    {
        var asked = await AuditAsked.ReadAsync(new(from, to, act, @object, who, customer), names, caller, ct);
        if (asked.IsRefused(out var wrong, out var filter) || (await export.HandleAsync(new(filter, purpose), caller, ct)).IsRefused(out wrong, out var lines))
            return Results.Redirect(AuditAsked.Path(new(from, to, act, @object, who, customer), ("no", wrong.Code)));
        var staff = await names.ListAsync(lines.Where(l => l.ActorKind == CallerKind.Staff).Select(l => l.ActorId), caller, ct);
        return Results.File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Table(lines, staff, look))).ToArray(), "text/csv; charset=utf-8", "audit.csv");
    }

    static string Table(IReadOnlyList<AuditLine> lines, IReadOnlyDictionary<Guid, string> staff, Look look)
    {
        var table = new StringBuilder("sealed,at,actor_kind,actor,channel,address,act,customer,object_kind,object,purpose,details\r\n");
        foreach (var line in lines)
            table.AppendJoin(',', new[]
            {
                line.Sealed?.ToString(CultureInfo.InvariantCulture), line.At.ToString("O", CultureInfo.InvariantCulture), look.Say("staff.audit.kind." + line.ActorKind), staff.GetValueOrDefault(line.ActorId, line.ActorId.ToString()),
                line.Channel.ToString(), line.Address, line.Act, line.PartyId?.ToString(), line.ObjectKind, line.ObjectId, look.Purpose(line.Purpose), line.Details,
            }.Select(Cell)).Append("\r\n");
        return table.ToString();
    }

    // A spreadsheet takes what begins with these for a formula, and a reason is typed by anybody.
    static string Cell(string? text) =>
        string.IsNullOrEmpty(text) ? "" : "\"" + (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" : "") + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}

/// <summary>What an auditor asked the log for, as typed.</summary>
internal sealed record AuditAsked(string? From, string? To, string? Act, string? Object, string? Who, string? Customer)
{
    public bool Any => new[] { From, To, Act, Object, Who, Customer }.Any(t => !string.IsNullOrWhiteSpace(t));

    /// <summary>The filter that is meant; who is an id or the name somebody signs in with.</summary>
    public static async Task<Outcome<AuditFilter>> ReadAsync(AuditAsked asked, StaffNames names, Caller caller, CancellationToken ct)
    {
        var who = Given(asked.Who);
        var actor = Id(who) ?? (who is null ? null : await names.FindAsync(who, caller, ct));
        if (who is not null && actor is null) return Refusal.Invalid("audit.who_unknown", "who", ("name", who));
        return new AuditFilter(Given(asked.Act), actor, Given(asked.Customer) is { } customer ? Id(customer) ?? Guid.Empty : null, Given(asked.Object), Day(asked.From), Day(asked.To));
    }

    public static string Path(AuditAsked asked, params (string Name, string? Value)[] with)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal) { ["from"] = asked.From, ["to"] = asked.To, ["act"] = asked.Act, ["object"] = asked.Object, ["who"] = asked.Who, ["customer"] = asked.Customer };
        foreach (var (name, value) in with) all[name] = value;
        return Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("/staff/audit", all.Where(p => !string.IsNullOrEmpty(p.Value)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal));
    }

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
    static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
