using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>A bill as another system issued it.</summary>
/// <param name="Account">Id at the source.</param>
/// <param name="Number">By default the id at its source.</param>
/// <param name="Line">Id at the source of the line that its charges are for; null for the account as a whole.</param>
/// <param name="Charges">By kind, tax included. They are the bill: a total that is not their sum is refused.</param>
/// <param name="Total">As stated, to be held against the charges; null when it is not stated.</param>
/// <param name="Paid">What was paid for it there.</param>
public sealed record IncomingBill(RecordSource Source, string Account, DateOnly PeriodFrom, DateOnly PeriodTo, DateTime? IssuedAt, DateOnly DueOn,
    IReadOnlyList<(ChargeKind Kind, Money Amount)> Charges, Money? Total = null, Money? Tax = null, Money? Paid = null, string? Number = null, string? Line = null);

/// <summary>Takes bills over from another system; each is posted to the ledger as it comes. Prepares only: <b>the caller
/// saves</b>.</summary>
public sealed class AcceptBills(PortalDbContext db, PostBillHandler post, Texts texts)
{
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingBill> batch, CancellationToken ct)
    {
        var system = batch[0].Source.System;
        var accounts = await AccountsBySource.ListAsync(db, system, [.. batch.Select(b => b.Account)], ct);
        var lines = await LinesBySource.ListAsync(db, system, [.. batch.Select(b => b.Line).OfType<string>()], ct);
        var outcomes = new Accepted[batch.Count];
        var commands = new List<(int At, PostBill Command)>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var bill = batch[i];
            var line = bill.Line is null ? null : lines.GetValueOrDefault(bill.Line);
            if (!accounts.TryGetValue(bill.Account, out var account)) outcomes[i] = Refusal.Invalid("account.not_known", "account");
            else if (bill.Line is not null && line is null) outcomes[i] = Refusal.Invalid("line.not_known", "line");
            else if (Wrong(bill) is { } why) outcomes[i] = why;
            else commands.Add((i, Command(bill, account, line?.Id)));
        }
        var posted = await post.PrepareAsync([.. commands.Select(c => c.Command)], Caller.System, ct);
        foreach (var ((at, _), outcome) in commands.Zip(posted))
            outcomes[at] = outcome.Match(bill => bill.What switch { Posted.Added => Accepted.Added, Posted.Corrected => Accepted.Updated, _ => Accepted.Unchanged }, why => why);
        return outcomes;
    }

    static Refusal? Wrong(IncomingBill bill)
    {
        var sum = bill.Charges.Aggregate((Int128)0, (total, charge) => total + charge.Amount.Minor);
        if (bill.Charges.Count == 0) return Refusal.Invalid("bill.no_charges", "total");
        if (bill.Total is { } total && total.Minor != sum) return Refusal.Invalid("bill.total_differs", "total", ("difference", new Money((long)Int128.Clamp(sum - total.Minor, long.MinValue, long.MaxValue))));
        return bill.Tax is { } tax && Int128.Abs(tax.Minor) > Int128.Abs(sum) ? Refusal.Invalid("bill.tax_above_total", "tax") : null;
    }

    PostBill Command(IncomingBill bill, AccountFacts account, Guid? line)
    {
        // A file states one tax for the bill: it is spread over what is charged, largest remainders first.
        var weights = bill.Charges.Select(c => Math.Max(0, c.Amount.Minor)).ToArray();
        var taxes = bill.Tax is { IsZero: false } tax && weights.Any(w => w > 0) ? tax.Split(weights) : new Money[weights.Length];
        var charges = bill.Charges.Select((c, i) => new BillCharge(c.Kind, Name(c.Kind), c.Amount, taxes[i], line)).ToList();
        var issued = bill.IssuedAt ?? TimeZoneInfo.ConvertTimeToUtc(bill.PeriodTo.AddDays(1).ToDateTime(TimeOnly.MinValue), texts.Zone);
        return new PostBill(bill.Number ?? bill.Source.ExternalId, account.Id, account.CustomerId, account.HolderPartyId, bill.PeriodFrom, bill.PeriodTo, issued, bill.DueOn, charges)
        {
            PaidElsewhere = bill.Paid ?? Money.Zero,
            Source = bill.Source,
        };
    }

    LocalText Name(ChargeKind kind) => new(texts.Languages.ToDictionary(l => l, l => texts.Say(l, "enum.ChargeKind." + kind), StringComparer.Ordinal));
}
