using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>One row of what stands on an account and a line right now, whatever table it comes from.</summary>
internal sealed class MomentRow
{
    public required string What { get; init; }
    public Guid? Id { get; init; }
    public string? Name { get; init; }
    public string? Kind { get; init; }
    public long A { get; init; }
    public long? B { get; init; }
    public long? C { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public DateOnly? Day { get; init; }
    public DateTime? At { get; init; }
}

/// <summary>Bills, buckets, allowances, fees, use, restrictions and payments of one account and line, and what its reader was told lately, as one statement: the home is read on
/// every visit, and seven round trips to a busy database are six too many.</summary>
/// <remarks>Account and line are of the reader's own list (<see cref="ListHoldings"/>), which the same operation has just scoped:
/// asked again in every branch, who may see what would be most of the statement, and nearly all of the time to plan it.
/// Rows of unlike tables meet in one shape, so amounts and enums are cast to what lies in the column
/// (<c>(long)(object)</c>): a converted type would differ from branch to branch.</remarks>
internal static class AccountMoment
{
    public const string Newest = "newest", Open = "open", Charge = "charge", Funds = "funds", Left = "left", UnderWay = "way", Fee = "fee", Use = "use", Told = "told", Restricted = "restricted";

    /// <param name="chosen">From the reader's own list; null when they have nothing.</param>
    public static Task<List<MomentRow>> ReadAsync(PortalDbContext db, Caller caller, Holding? chosen, DateTime now, DateOnly today, DateTime monthFrom, DateTime toldFrom, CancellationToken ct)
    {
        // Ids that nothing has, where there is none.
        var (account, line, holder, self) = (chosen?.AccountId ?? Guid.Empty, chosen?.LineId ?? Guid.Empty, chosen?.AccountHolder ?? Guid.Empty, caller.SubjectId);
        var paidFor = PaidLines.Of(db).Where(l => l.AccountId == account).Select(l => l.LineId);
        // Of the present holder's periods; and whoever reads, of those in which they were the holder themselves.
        var bills = db.Set<Bill>().AsNoTracking().Where(b => b.AccountId == account && (b.HolderPartyId == self || b.HolderPartyId == holder));
        var newest = bills.Where(b => b.CreditOf == null && b.CreditedBy == null).OrderByDescending(b => b.PeriodFrom).ThenByDescending(b => b.Id).First(2);

        // Numbers of rows are written into the statement: with them as parameters PostgreSQL would plan all of it anew each time.
        // PostgreSQL takes a column's type from the first two branches, and an empty column below a LIMIT for text: so the first
        // branch and those with Take leave no number or date empty, though some are filled for nothing.
        var rows = db.Set<Bucket>().Where(b => b.AccountId == account).Select(b => new MomentRow
        {
            What = Funds, Id = b.Id, Name = b.Key, Kind = (string?)(object)b.Kind, A = (long)(object)b.Balance - (long)(object)b.Reserved, B = (long?)(object)b.PutIn, C = (long?)(object?)b.ReleaseEachMonth, From = b.ReleaseFrom, To = b.ReleaseFrom, Day = b.ReleaseFrom, At = b.ExpiresAt,
        })
        .Concat(newest.Select(b => new MomentRow
        {
            What = Newest, Id = b.Id, Name = b.Number, Kind = null, A = (long)(object)b.Total, B = (long?)(object)b.Outstanding, C = (long?)(object)b.Tax, From = b.PeriodFrom, To = b.PeriodTo, Day = b.DueOn, At = b.IssuedAt,
        }))
        .Concat(bills.Where(b => b.State != BillState.Paid).OrderBy(b => b.DueOn).ThenBy(b => b.Id).First(6).Select(b => new MomentRow
        {
            What = Open, Id = b.Id, Name = b.Number, Kind = null, A = (long)(object)b.Total, B = (long?)(object)b.Outstanding, C = (long?)(object)b.Tax, From = b.PeriodFrom, To = b.PeriodTo, Day = b.DueOn, At = b.IssuedAt,
        }))
        .Concat(db.Set<BillLine>().Where(l => newest.Select(b => b.Id).Contains(l.BillId)).GroupBy(l => new { l.BillId, Kind = (string?)(object)l.Kind }).Select(g => new MomentRow
        {
            What = Charge, Id = g.Key.BillId, Name = null, Kind = g.Key.Kind, A = g.Sum(l => (long)(object)l.Amount), B = null, C = null, From = null, To = null, Day = null, At = null,
        }))
        .Concat(db.Set<AllowanceBalance>().Where(a => a.LineId == line && a.PeriodFrom <= today && a.PeriodTo >= today).Select(a => new MomentRow
        {
            What = Left, Id = a.Id, Name = (string?)(object)a.Unit, Kind = (string?)(object)a.Kind, A = a.Granted, B = a.Used, C = null, From = a.PeriodFrom, To = a.PeriodTo, Day = null, At = a.ExpiresAt,
        }))
        .Concat(db.Set<Payment>().Where(p => p.AccountId == account && p.PayerId == self && (p.State == PaymentState.Started || p.State == PaymentState.Pending || p.State == PaymentState.Held))
            .Select(p => new MomentRow
            {
                What = UnderWay, Id = p.Id, Name = p.Method, Kind = (string?)(object)p.State, A = (long)(object)p.Amount, B = null, C = null, From = null, To = null, Day = null, At = p.StartedAt,
            }))
        .Concat(MonthlyFees.Of(db, now).Where(f => f.AccountId == account).GroupBy(f => f.AccountId).Select(g => new MomentRow
        {
            What = Fee, Id = g.Key, Name = null, Kind = null, A = g.Sum(f => (long)(object)f.Amount), B = null, C = null, From = null, To = null, Day = null, At = null,
        }))
        .Concat(StandingUsage.Of(db).Where(u => paidFor.Contains(u.LineId) && u.StartedAt >= monthFrom).GroupBy(u => 1).Select(g => new MomentRow
        {
            What = Use, Id = null, Name = null, Kind = null, A = g.Sum(u => (long)(object)u.Charge), B = null, C = null, From = null, To = null, Day = null, At = null,
        }))
        .Concat(HeldRestrictions.Of(db, now).Where(r => r.LineId == line).Select(r => new MomentRow
        {
            What = Restricted, Id = r.LineId, Name = (string?)(object)r.Scope, Kind = (string?)(object)r.Reason, A = 0, B = null, C = null, From = null, To = null, Day = null, At = r.From,
        }))
        .Concat(SentNotice.To(db, caller).Where(n => n.At >= toldFrom && (n.Class == NoticeClass.Service || n.Class == NoticeClass.Billing))
            .OrderByDescending(n => n.At).ThenByDescending(n => n.Id).First(3).Select(n => new MomentRow
            {
                What = Told, Id = n.Id, Name = n.Body, Kind = (string?)(object)n.Class, A = 0, B = (long?)0, C = (long?)0, From = today, To = today, Day = today, At = n.At,
            }));
        return rows.ToListAsync(ct);
    }
}
