using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Billing.Rating;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <param name="AccountNumber">Null for the first.</param>
public sealed record PreviewBill(string? AccountNumber = null);

/// <summary>The next bill of an account as it stands: what is known by now and nothing that is only likely.</summary>
/// <param name="Accounts">All that the caller may look at, for choosing one.</param>
/// <param name="ClosesAt">Use that comes by then is still on it.</param>
/// <param name="Used">What use has cost so far; the rest is known already.</param>
/// <param name="Unpriced">Uses that wait for a price.</param>
public sealed record BillPreview(string AccountNumber, string? AccountName, IReadOnlyList<(string Number, string? Name)> Accounts, DateOnly PeriodFrom, DateOnly PeriodTo, DateTime ClosesAt,
    Money Total, Money Tax, Money Used, IReadOnlyList<BillLineView> Lines, int Unpriced, DateTime At)
{
    public Money Known => Total - Used;
}

/// <summary>Made by what makes bills, of what is known now: if nothing more comes until the cut-off, this is the bill.</summary>
public sealed class PreviewBillHandler(PortalDbContext db, ReadBills read, Mirrored mirrored, IOptions<OperatorOptions> house, IOptions<CycleOptions> cycles, TimeProvider clock)
{
    public async Task<Outcome<BillPreview>> HandleAsync(PreviewBill query, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var accounts = await GrantedAccounts.Of(db, caller, Right.SeeBill, now).OrderBy(a => a.Number).Take(50).ToListAsync(ct);
        var theirs = await mirrored.AmongAsync([.. accounts.Select(a => a.Id)], ct);
        accounts.RemoveAll(a => theirs.Contains(a.Id));
        var chosen = query.AccountNumber is null ? accounts.FirstOrDefault() : accounts.Find(a => a.Number == query.AccountNumber);
        if (chosen is null) return Refusal.NotFound(theirs.Count > 0 ? "preview.elsewhere" : "preview.no_account");

        var period = await NextAsync(chosen, now, ct);
        var group = (await read.ReadAsync([chosen.Id], period, now, ct)).First(g => g.Accounts.Any(a => a.Id == chosen.Id));
        var made = group.Bill(group.Basis.NewBilled());
        var draft = made.Drafts.First(d => d.Account.Id == chosen.Id);
        return new BillPreview(chosen.Number, chosen.Name, [.. accounts.Select(a => (a.Number, a.Name))], period.From, period.To, ClosesAt(period),
            new Money(draft.Total), new Money(draft.Tax), new Money(draft.Lines.Where(l => l.Source == ChargeSource.Usage).Sum(l => l.Amount)),
            [.. draft.Lines.Select(l => new BillLineView(l.Identifier, l.Kind, l.Text, l.Quantity, l.Unit, new Money(l.Amount)))], made.Outcome.Parked.Count, now);
    }

    DateTime ClosesAt(BillingPeriod period) => house.Value.StartOf(period.To.AddDays(1)).AddHours(cycles.Value.HoursToCutOff);

    // In the first hours of a period the bill of the one before is still to come.
    async Task<BillingPeriod> NextAsync(AccountRow account, DateTime now, CancellationToken ct)
    {
        var present = Cycles.Of(house.Value.DayOf(now), account.CycleDay);
        var before = Cycles.Before(present);
        return now < ClosesAt(before) && !await db.Set<Bill>().AnyAsync(b => b.AccountId == account.Id && b.PeriodFrom == before.From, ct) ? before : present;
    }
}
