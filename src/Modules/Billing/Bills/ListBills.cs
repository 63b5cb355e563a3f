using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <param name="AccountNumber">Only this account's; null for all the caller may see.</param>
/// <param name="Before">Bills of periods that began before this day: where the page before ended.</param>
public sealed record ListBills(string? AccountNumber = null, DateOnly? Before = null);

public sealed record BillListed(BillBrief Bill, string AccountNumber, string? AccountName, BillState State, BillCredit Credit);

/// <param name="Accounts">All accounts there are bills of, for choosing one.</param>
/// <param name="Outstanding">Still to be paid over all bills of the choice, also of other pages.</param>
public sealed record BillList(IReadOnlyList<BillListed> Bills, IReadOnlyList<(string Number, string? Name)> Accounts, Money Outstanding, int Open, DateOnly? Older, DateOnly Today)
{
    /// <summary>How old the figures are; null when they are all our own.</summary>
    public Freshness? Freshness { get; init; }
}

/// <summary>Bills, the newest period first, a page at a time.</summary>
public sealed class ListBillsHandler(PortalDbContext db, KeepFresh fresh, TimeProvider clock, IOptions<OperatorOptions> owner)
{
    public const int PageSize = 12;

    public async Task<BillList> HandleAsync(ListBills query, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var freshness = await FreshAsync(query.AccountNumber, caller, now, ct);
        var bills = GrantedBills.WithAccounts(db, caller, now);
        var accounts = await bills.Select(b => new { b.AccountNumber, b.AccountName }).Distinct().OrderBy(a => a.AccountNumber).Take(50).ToListAsync(ct);
        var wanted = query.AccountNumber is null ? bills : bills.Where(b => b.AccountNumber == query.AccountNumber);
        var open = await wanted.Where(b => b.Bill.State != BillState.Paid).GroupBy(b => 1)
            .Select(g => new { Sum = g.Sum(b => (long)(object)b.Bill.Outstanding), Count = g.Count() }).SingleOrDefaultAsync(ct);
        var rows = await wanted.Where(b => query.Before == null || b.Bill.PeriodFrom < query.Before)
            .OrderByDescending(b => b.Bill.PeriodFrom).ThenBy(b => b.AccountNumber).ThenBy(b => b.Bill.Number).Take(PageSize + 1)
            .Select(b => new BillListed(new BillBrief(b.Bill.Id, b.Bill.Number, b.Bill.PeriodFrom, b.Bill.PeriodTo, b.Bill.DueOn, b.Bill.Total, b.Bill.Outstanding), b.AccountNumber, b.AccountName, b.Bill.State,
                b.Bill.CreditOf != null ? BillCredit.Note : b.Bill.CreditedBy != null ? BillCredit.TakenBack : BillCredit.None))
            .ToListAsync(ct);
        return new BillList([.. rows.Take(PageSize)], [.. accounts.Select(a => (a.AccountNumber, a.AccountName))],
            new Money(open?.Sum ?? 0), open?.Count ?? 0,
            rows.Count > PageSize ? rows[PageSize - 1].Bill.PeriodFrom : null, owner.Value.DayOf(now))
        { Freshness = freshness };
    }

    // Whoever may see every account is no reason to ask the owner about every account.
    async Task<Freshness?> FreshAsync(string? account, Caller caller, DateTime now, CancellationToken ct)
    {
        if (!caller.IsPerson || !fresh.IsOn) return null;
        var seen = GrantedAccounts.Of(db, caller, Right.SeeBill, now).Where(a => account == null || a.Number == account).OrderBy(a => a.Number).Select(a => a.Id);
        return await fresh.HandleAsync(await seen.Take(PageSize).ToListAsync(ct), ct);
    }
}
