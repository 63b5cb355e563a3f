using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An account the caller may pay, and whether its bills are charged by themselves.</summary>
/// <param name="Id">Of the permission; null when it is off.</param>
/// <param name="Mine">Whether it is the caller who is charged.</param>
/// <param name="Next">What has been announced, the first first.</param>
public sealed record AutoPayLine(string AccountNumber, string? AccountName, Guid? Id, string? Method, bool Mine, DateTime? OnAt, IReadOnlyList<AnnouncedCharge> Next);

public sealed record AnnouncedCharge(string BillNumber, DateOnly PeriodFrom, Money Amount, DateOnly ChargeOn, int Failed);

public sealed class ListAutoPays(PortalDbContext db, TimeProvider clock)
{
    const int Most = 40;

    public async Task<IReadOnlyList<AutoPayLine>> HandleAsync(Caller caller, CancellationToken ct)
    {
        var rows = await (from account in GrantedAccounts.Of(db, caller, Right.Pay, clock.GetUtcNow().UtcDateTime)
                          join live in db.Set<AutoPay>() on (Guid?)account.Id equals live.LiveAccountId into lives
                          from live in lives.DefaultIfEmpty()
                          orderby account.Number
                          select new { account.Number, account.Name, Id = (Guid?)live!.Id, live.Method, PersonId = (Guid?)live.PersonId, live.OnAt }).Take(Most).ToListAsync(ct);
        var ids = rows.Where(r => r.Id != null).Select(r => r.Id!.Value).ToArray();
        var charges = (await (from charge in db.Set<AutoCharge>().AsNoTracking()
                              where ids.Contains(charge.AutoPayId) && (charge.State == AutoChargeState.Announced || charge.State == AutoChargeState.Charging)
                              join bill in db.Set<Bill>() on charge.BillId equals bill.Id
                              where bill.State != BillState.Paid
                              orderby charge.ChargeOn, charge.Id
                              select new { charge.AutoPayId, Shown = new AnnouncedCharge(bill.Number, bill.PeriodFrom, bill.Outstanding, charge.ChargeOn, charge.Failed) }).ToListAsync(ct)).ToLookup(c => c.AutoPayId, c => c.Shown);
        return rows.ConvertAll(r => new AutoPayLine(r.Number, r.Name, r.Id, r.Method, r.PersonId == caller.SubjectId, r.OnAt, r.Id is { } id ? [.. charges[id]] : []));
    }

    /// <summary>What became of a wish of the caller's.</summary>
    public async Task<Outcome<AutoPayState>> ViewAsync(Guid id, Caller caller, CancellationToken ct) =>
        await db.Set<AutoPay>().Where(a => a.Id == id && a.PersonId == caller.SubjectId).Select(a => (AutoPayState?)a.State).SingleOrDefaultAsync(ct) is { } state ? state : Refusal.NotFound("auto_pay.not_found");
}
