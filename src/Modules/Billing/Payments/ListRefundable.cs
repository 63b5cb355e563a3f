using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>An account whose money the caller may ask back.</summary>
/// <param name="Held">All that was paid in and not used.</param>
/// <param name="Back">What of it can go back now.</param>
/// <param name="Ways">Where <paramref name="Back"/> goes to, payment by payment.</param>
/// <param name="WhyNot">Set when nothing can go back now.</param>
public sealed record Refundable(string Number, string? Name, Money Held, Money Back, IReadOnlyList<RefundTo> Ways, Refusal? WhyNot);

/// <param name="Method">How it was paid; null when the payer chose at the gateway.</param>
public sealed record RefundTo(string? Method, DateTime PaidAt, Money Amount);

/// <summary>What <see cref="RequestRefund"/> would give back, account by account, those where it would succeed first.</summary>
public sealed class ListRefundable(PortalDbContext db, ListLines lines, Mirrored mirrored, TimeProvider clock)
{
    const int Most = 40;
    readonly RefundWays ways = new(db);

    public async Task<IReadOnlyList<Refundable>> HandleAsync(Caller caller, CancellationToken ct)
    {
        var accounts = await GrantedAccounts.Of(db, caller, Right.End, clock.GetUtcNow().UtcDateTime).OrderBy(a => a.Number).Take(Most)
            .Select(a => new
            {
                a.Id, a.Number, a.Name,
                Cash = db.Set<Bucket>().Where(b => b.AccountId == a.Id && b.Key == Bucket.CashKey).Select(b => (Money?)b.Balance).FirstOrDefault(),
                Reserved = db.Set<Bucket>().Where(b => b.AccountId == a.Id && b.Key == Bucket.CashKey).Select(b => (Money?)b.Reserved).FirstOrDefault(),
                Lent = db.Set<Advance>().Where(x => x.LiveAccountId == a.Id).Select(x => (Money?)x.Left).FirstOrDefault(),
                Owes = db.Set<Bill>().Any(b => b.AccountId == a.Id && b.HolderPartyId == a.HolderPartyId && b.State != BillState.Paid),
            }).ToListAsync(ct);
        var theirs = await mirrored.AmongAsync([.. accounts.Select(a => a.Id)], ct);
        var live = (await lines.HandleAsync(Right.End, caller, ct)).Select(l => l.AccountId).ToHashSet();
        var back = (await ways.ListAsync([.. accounts.Select(a => a.Id)], ct)).ToLookup(w => w.AccountId);
        return
        [
            .. accounts.Select(a =>
            {
                var held = (a.Cash ?? Money.Zero) - (a.Reserved ?? Money.Zero);
                var parts = RefundWays.Split(back[a.Id], held);
                var most = new Money(parts.Sum(p => p.Part.Minor));
                return new Refundable(a.Number, a.Name, held, most, [.. parts.Select(p => new RefundTo(p.Way.Method, p.Way.PaidAt, p.Part))], theirs.Contains(a.Id) ? Refusal.Conflict("refund.kept_elsewhere") : WhyNot(live.Contains(a.Id), a.Owes, a.Lent, held, most));
            }).OrderBy(a => a.WhyNot is not null).ThenByDescending(a => a.Held.IsPositive),
        ];
    }

    static Refusal? WhyNot(bool live, bool owes, Money? lent, Money held, Money back) =>
        live ? Refusal.Conflict("refund.line_live")
        : owes ? Refusal.Conflict("refund.bill_open")
        : lent is { } left ? Refusal.Conflict("refund.advance_open", ("left", left))
        : !held.IsPositive ? Refusal.Conflict("refund.nothing_held")
        : !back.IsPositive ? Refusal.Conflict("refund.only_in_shop", ("held", held))
        : null;
}
