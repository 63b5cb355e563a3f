using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A bill young enough to be disputed.</summary>
public sealed record DisputableBill(string Number, DateOnly PeriodFrom, Money Total, IReadOnlyList<DisputableLine> Lines);

/// <param name="Ordinal">By which an address names it.</param>
/// <param name="DisputeId">The dispute in which it stands, or stood.</param>
/// <param name="State">As its customer knows it: open until the answer is final.</param>
public sealed record DisputableLine(int Ordinal, string? ServiceIdentifier, ChargeKind Kind, LocalText Text, Money Amount, Guid? DisputeId, DisputeState? State, string? DisputeNumber)
{
    /// <summary>Nobody has said anything about it yet.</summary>
    public bool IsFree => DisputeId is null;
    /// <summary>What was decided, in words; null while it waits.</summary>
    public string? Answer { get; init; }
    public Money Credit { get; init; }
    /// <summary>The day an answer is promised for.</summary>
    public DateOnly? AnswerBy { get; init; }
}

/// <summary>Charges of the caller's bills that can be said not to be right, and what became of those that were.</summary>
public sealed class ListDisputable(PortalDbContext db, Mirrored mirrored, IOptions<DisputeOptions> options, IOptions<OperatorOptions> owner, TimeProvider clock)
{
    const int Most = 6;

    /// <param name="number">One bill; the latest when null.</param>
    public async Task<IReadOnlyList<DisputableBill>> HandleAsync(string? number, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var since = now.AddDays(-options.Value.Days);
        var bills = await GrantedBills.Of(db, caller, now).Where(b => b.IssuedAt >= since && b.CreditOf == null && b.CreditedBy == null && (number == null || b.Number == number)).OrderByDescending(b => b.PeriodFrom).ThenBy(b => b.Number).Take(Most)
            .Select(b => new
            {
                b.Id, b.AccountId, b.Number, b.PeriodFrom, b.Total,
                Lines = db.Set<BillLine>().Where(l => l.BillId == b.Id).OrderBy(l => l.Ordinal).Select(l => new { l.Id, l.Ordinal, l.ServiceIdentifier, l.Kind, l.Text, l.Amount }).ToList(),
                Disputes = db.Set<Dispute>().Where(d => d.BillId == b.Id).Select(d => new { d.Id, d.BillLineId, d.State, d.Number, d.OpenedAt, d.Answer, d.Credit }).ToList(),
            }).ToListAsync(ct);
        var theirs = await mirrored.AmongAsync([.. bills.Select(b => b.AccountId).Distinct()], ct);
        return [.. from bill in bills
                   where !theirs.Contains(bill.AccountId)
                   let disputes = bill.Disputes.ToDictionary(d => d.BillLineId)
                   select new DisputableBill(bill.Number, bill.PeriodFrom, bill.Total, [.. from line in bill.Lines
                                                                                          where line.Amount.IsPositive
                                                                                          let said = disputes.GetValueOrDefault(line.Id)
                                                                                          let decided = said is not null && !said.State.IsUndecided()
                                                                                          select new DisputableLine(line.Ordinal, line.ServiceIdentifier, line.Kind, line.Text, line.Amount, said?.Id, said?.State == DisputeState.Proposed ? DisputeState.Open : said?.State, said?.Number)
                                                                                          {
                                                                                              Answer = decided ? said!.Answer : null, Credit = decided ? said!.Credit : Money.Zero,
                                                                                              AnswerBy = said is null ? null : owner.Value.DayOf(said.OpenedAt).AddDays(options.Value.AnswerDays),
                                                                                          }])];
    }
}
