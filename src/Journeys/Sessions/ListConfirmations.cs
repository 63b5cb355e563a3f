using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <param name="Lines">The summary as it was shown, in the language it was shown in: label and value, or words alone.</param>
public sealed record ConfirmedAct(Guid Id, Text Title, Channel Channel, DateTime At, Money? Charge, bool Done, IReadOnlyList<(string Label, string? Value)> Lines);

/// <summary>What the caller has said yes to, newest first: every charge and change begins with one of these.</summary>
public sealed class ListConfirmationsHandler(PortalDbContext db)
{
    public const int Page = 20;

    public async Task<IReadOnlyList<ConfirmedAct>> HandleAsync(int page, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return [];
        var rows = await db.Set<Confirmation>().AsNoTracking().Where(c => c.SubjectId == caller.SubjectId)
            .OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Skip(Math.Max(0, page) * Page).Take(Page).ToListAsync(ct);
        return [.. rows.Select(r => new ConfirmedAct(r.Id, Text.Of($"journey.{r.Journey}.title"), r.Channel, r.At, r.Charge, r.RefusalCode is null && r.Reference is not null,
            [.. r.Words.Split('\n').Select(l => l.Split('\t')).Select(l => (l[0], l.Length > 1 ? l[1] : null))]))];
    }
}
