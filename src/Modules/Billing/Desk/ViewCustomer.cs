using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>A customer at a glance, for the desk that has opened them.</summary>
public sealed record ViewCustomer(Guid PartyId);

public sealed record PaymentBrief(Guid Id, DateTime At, Money Amount, PaymentState State, string? Method, Channel Channel, string Account);

/// <summary>What the desk should see before anything else.</summary>
/// <param name="Says">Text key and values.</param>
/// <param name="Grave">To be acted on, not merely known.</param>
public sealed record DeskWarning(Text Says, bool Grave);

/// <param name="Left">What is left on each line this period, by line.</param>
/// <param name="Bills">Those to be paid, then the latest.</param>
public sealed record CustomerGlance(OpenedView Opened, IReadOnlyList<AccountMoney> Accounts, DeskLines Lines, ILookup<Guid, AllowanceLeft> Left, IReadOnlyList<BillListed> Bills,
    IReadOnlyList<PaymentBrief> Payments, IReadOnlyList<DeskWarning> Warnings, DateOnly Today);

/// <summary>Who, what they have, what they owe, what went on: nine statements, whatever they have.</summary>
public sealed class ViewCustomerHandler(PortalDbContext db, ViewOpened opened, ListDeskLines lines, ListAccountMoney money, TimeProvider clock, IOptions<OperatorOptions> owner)
{
    const int MostBills = 6, MostPayments = 5;

    public async Task<Outcome<CustomerGlance>> HandleAsync(ViewCustomer query, Caller caller, CancellationToken ct)
    {
        if ((await opened.HandleAsync(query.PartyId, caller, ct)).IsRefused(out var why, out var customer)) return why;
        var desk = caller with { ActingFor = query.PartyId };
        var now = clock.GetUtcNow().UtcDateTime;
        var today = owner.Value.DayOf(now);

        var accounts = await money.HandleAsync(desk, ct);
        var held = await lines.HandleAsync(query.PartyId, desk, ct);
        var bills = await GrantedBills.WithAccounts(db, desk, now).OrderBy(b => b.Bill.State == BillState.Paid).ThenByDescending(b => b.Bill.PeriodFrom).ThenBy(b => b.Bill.Number).Take(MostBills)
            .Select(b => new BillListed(new BillBrief(b.Bill.Id, b.Bill.Number, b.Bill.PeriodFrom, b.Bill.PeriodTo, b.Bill.DueOn, b.Bill.Total, b.Bill.Outstanding), b.AccountNumber, b.AccountName, b.Bill.State,
                b.Bill.CreditOf != null ? BillCredit.Note : b.Bill.CreditedBy != null ? BillCredit.TakenBack : BillCredit.None)).ToListAsync(ct);
        var granted = GrantedAccounts.Of(db, desk, Right.SeeBill, now);
        var payments = await (from payment in db.Set<Payment>().AsNoTracking()
                              join account in granted on payment.AccountId equals account.Id
                              where payment.HolderPartyId == query.PartyId
                              orderby payment.StartedAt descending, payment.Id descending
                              select new PaymentBrief(payment.Id, payment.EndedAt ?? payment.StartedAt, payment.Amount, payment.State, payment.Method, payment.Channel, account.Number)).Take(MostPayments).ToListAsync(ct);
        Guid[] ids = [.. held.Lines.Select(l => l.Id)];
        var left = await db.Set<AllowanceBalance>().AsNoTracking().Where(a => ids.Contains(a.LineId) && a.PeriodFrom <= today && a.PeriodTo >= today).ToListAsync(ct);
        return new CustomerGlance(customer, accounts, held,
            left.GroupBy(a => (a.LineId, a.Kind, a.Unit)).OrderBy(g => g.Key.Kind).ToLookup(g => g.Key.LineId,
                g => AllowanceLeft.Of(g.Key.Kind, g.Key.Unit, g.Sum(a => a.Granted), g.Sum(a => a.Used), g.Min(a => a.PeriodFrom), g.Max(a => a.PeriodTo), today)),
            bills, payments, [.. DeskWarnings.Of(customer, accounts, held, payments, today)], today);
    }
}

/// <summary>What a glance must not miss. Pure.</summary>
internal static class DeskWarnings
{
    public static IEnumerable<DeskWarning> Of(OpenedView customer, IReadOnlyList<AccountMoney> accounts, DeskLines lines, IReadOnlyList<PaymentBrief> payments, DateOnly today)
    {
        foreach (var (line, reason, from) in lines.Lines.SelectMany(l => l.Restrictions.Select(r => (l.Identifier ?? l.ExternalId ?? "", r.Reason, r.From))))
            yield return new(Text.Of("desk.warn.restricted." + reason, ("line", line), ("since", from)), reason is RestrictionReason.Loss or RestrictionReason.Fraud or RestrictionReason.Debt);
        var overdue = accounts.SelectMany(a => a.Due).Where(b => b.IsOverdue(today)).ToArray();
        if (overdue.Length > 0)
            yield return new(Text.Of("desk.warn.overdue", ("amount", overdue.Aggregate(Money.Zero, (sum, b) => sum + b.Outstanding)), ("since", overdue.Min(b => b.DueOn))), true);
        if (payments.FirstOrDefault(p => p.State == PaymentState.Held) is { } held)
            yield return new(Text.Of("desk.warn.payment_held", ("amount", held.Amount), ("at", held.At)), true);
        if (customer.Customer.IsMinor)
            yield return new(Text.Of(customer.Acting.Any(a => a.Basis == GrantBasis.Guardian) ? "desk.warn.minor" : "desk.warn.minor_alone"), false);
        if (customer.Customer.Documents.Count > 0 && customer.Customer.Documents.All(d => d.ValidUntil < today))
            yield return new(Text.Of("desk.warn.document_expired"), false);
        if (customer.Customer.Documents.Count == 0) yield return new(Text.Of("desk.warn.no_document"), false);
        if (customer.Customer.Closed) yield return new(Text.Of("desk.warn.closed"), false);
    }
}
