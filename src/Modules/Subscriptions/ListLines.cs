using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>A line as its people see it in a list.</summary>
/// <param name="Identifier">Null when no number is known.</param>
public sealed record LineSummary(Guid Id, LineKind Kind, LineState State, string? Label, ServiceIdentifier? Identifier, Guid AccountId, string AccountNumber, string? ExternalId);

/// <summary>The lines the caller has a right on, living ones first.</summary>
public sealed class ListLines(PortalDbContext db, TimeProvider clock)
{
    public async Task<IReadOnlyList<LineSummary>> HandleAsync(Right right, Caller caller, CancellationToken ct)
    {
        var granted = GrantedLines.Of(db, caller, right, clock.GetUtcNow().UtcDateTime);
        var rows = await (from line in db.Set<Line>().AsNoTracking().Where(l => granted.Contains(l.Id) && l.State != LineState.Ceased)
                          join tenure in db.Set<Tenure>().Where(t => t.To == null) on line.Id equals tenure.LineId into tenures
                          from tenure in tenures.DefaultIfEmpty()
                          orderby line.From, line.Id
                          select new
                          {
                              line.Id, line.Kind, line.State, line.Label, line.AccountId, ExternalId = line.Source == null ? null : line.Source.ExternalId,
                              IdentifierKind = tenure == null ? (IdentifierKind?)null : tenure.Kind, Value = tenure == null ? null : tenure.Value,
                          }).ToListAsync(ct);
        var numbers = await AccountNumbers.ListAsync(db, rows.Select(r => r.AccountId).Distinct().ToArray(), ct);
        return [.. rows.Select(r => new LineSummary(r.Id, r.Kind, r.State, r.Label,
            r.Value is null ? null : new ServiceIdentifier(r.IdentifierKind!.Value, r.Value), r.AccountId, numbers.GetValueOrDefault(r.AccountId, ""), r.ExternalId))];
    }
}
