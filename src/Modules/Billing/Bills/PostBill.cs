using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Issues a bill and posts what it makes owed. The same number again with the same or an older version of its
/// source changes nothing; a newer version corrects it.</summary>
/// <param name="HolderPartyId">Who held the account in the period.</param>
/// <param name="PeriodTo">The last day, itself included.</param>
public sealed record PostBill(string Number, Guid AccountId, Guid CustomerId, Guid HolderPartyId, DateOnly PeriodFrom, DateOnly PeriodTo,
    DateTime IssuedAt, DateOnly DueOn, IReadOnlyList<BillCharge> Charges)
{
    /// <summary>What a system before this one has already taken for it.</summary>
    public Money PaidElsewhere { get; init; }
    public RecordSource? Source { get; init; }
}

/// <param name="Amount">Tax included; below zero for a discount.</param>
/// <param name="Tax">The part of the amount that is tax.</param>
public sealed record BillCharge(ChargeKind Kind, LocalText Text, Money Amount, Money Tax, Guid? LineId = null, string? ServiceIdentifier = null,
    long? Quantity = null, UsageUnit? Unit = null);

public enum Posted { Added, Unchanged, Corrected }

public sealed record PostedBill(Guid Id, string Number, Posted What, Money Total);

public sealed class PostBillHandler(PortalDbContext db, Mirrored mirrored, TimeProvider clock)
{
    public async Task<Outcome<PostedBill>> HandleAsync(PostBill command, Caller caller, CancellationToken ct)
    {
        var posted = (await PrepareAsync([command], caller, ct))[0];
        if (posted.Succeeded) await db.SaveChangesAsync(ct);
        return posted;
    }

    /// <summary>The same for many, without the save: a run that takes batches saves each with its own progress.</summary>
    public async Task<IReadOnlyList<Outcome<PostedBill>>> PrepareAsync(IReadOnlyList<PostBill> commands, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.PostBills) is { } lacking) return [.. commands.Select(_ => (Outcome<PostedBill>)lacking)];
        var numbers = commands.Select(c => c.Number).ToArray();
        var known = await db.Set<Bill>().Include(b => b.Lines).Where(b => numbers.Contains(b.Number)).ToDictionaryAsync(b => b.Number, StringComparer.Ordinal, ct);
        var theirs = await mirrored.AmongAsync([.. commands.Select(c => c.AccountId).Distinct()], ct);
        var posted = new List<Outcome<PostedBill>>(commands.Count);
        foreach (var command in commands) posted.Add(theirs.Contains(command.AccountId) ? Refusal.Conflict("bill.kept_elsewhere", ("number", command.Number)) : await PrepareAsync(command, known, caller, ct));
        return posted;
    }

    async Task<Outcome<PostedBill>> PrepareAsync(PostBill command, Dictionary<string, Bill> known, Caller caller, CancellationToken ct)
    {
        if (Wrong(command) is { } why) return why;
        var (total, tax) = (new Money(command.Charges.Sum(c => c.Amount.Minor)), new Money(command.Charges.Sum(c => c.Tax.Minor)));
        var added = !known.TryGetValue(command.Number, out var bill);
        if (bill is null)
        {
            known[command.Number] = bill = New(command);
            db.Add(bill);
        }
        else if (bill.AccountId != command.AccountId) return Refusal.Conflict("bill.number_taken", ("number", command.Number));
        else if (command.Source is null && (bill.Total, bill.Tax) != (total, tax)) return Refusal.Conflict("bill.posted_differently", ("number", command.Number));
        else if (command.Source is null || !command.Source.IsNewerThan(bill.Source)) return new PostedBill(bill.Id, bill.Number, Posted.Unchanged, bill.Total);

        // What the customer has paid for it stays paid; what is then too much lies in the cash bucket. A credit that an earlier
        // revision put there comes back out of it, and when it is gone a person must decide: nothing is changed until that is known.
        var paid = bill.Total - bill.PaidElsewhere - bill.Outstanding;
        var owed = total - command.PaidElsewhere - paid;
        var back = Money.Max(Money.Zero, owed - Money.Max(total, Money.Zero));
        if (back.IsPositive && (await Buckets.CashAsync(db, bill.AccountId, ct)).Free < back) return Refusal.Conflict("bill.credit_spent", ("number", command.Number), ("amount", back));
        if (!added)
        {
            bill.Revision++;
            bill.Source = command.Source;
            bill.Lines.Clear();
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var movement = new Movement(added ? LedgerTransactionKind.BillPosted : LedgerTransactionKind.BillCorrected, $"bill:{bill.Id:N}:{bill.Revision}", bill.AccountId, now);
        var excess = Money.Max(Money.Zero, -owed);
        movement.Book(LedgerAccount.Revenue, bill.Total - bill.Tax - (total - tax))
            .Book(LedgerAccount.TaxDue, bill.Tax - tax)
            .Book(LedgerAccount.BroughtForward, command.PaidElsewhere - bill.PaidElsewhere);
        if (excess.IsPositive || back.IsPositive) movement.Fill(await Buckets.CashAsync(db, bill.AccountId, ct), excess - back);
        var before = bill.Outstanding;
        (bill.Total, bill.Tax, bill.PaidElsewhere) = (total, tax, command.PaidElsewhere);
        var ordinal = 0;
        foreach (var charge in command.Charges) bill.Lines.Add(Line(bill.Id, ++ordinal, charge));
        movement.Owe(bill, owed + excess - back - before).Post(db);
        db.Audit(caller, clock, added ? "bill_posted" : "bill_corrected", "customerBill", bill.Number, bill.HolderPartyId, details: new { total = total.Minor, bill.Revision });
        return new PostedBill(bill.Id, bill.Number, added ? Posted.Added : Posted.Corrected, total);
    }

    static Refusal? Wrong(PostBill command)
    {
        if (string.IsNullOrWhiteSpace(command.Number) || command.Number.Length > 60) return Refusal.Invalid("bill.number_wrong", "number");
        if (command.PeriodTo < command.PeriodFrom) return Refusal.Invalid("bill.period_wrong", "period", ("number", command.Number));
        if (command.Charges.Any(c => !Limits.Holds(c.Amount) || Int128.Abs(c.Tax.Minor) > Int128.Abs(c.Amount.Minor)))
            return Refusal.Invalid("bill.amount_wrong", "amount", ("number", command.Number));
        var total = command.Charges.Aggregate((Int128)0, (sum, c) => sum + c.Amount.Minor);
        if (Int128.Abs(total) > Limits.Most.Minor || command.PaidElsewhere.IsNegative || command.PaidElsewhere.Minor > Int128.Max(0, total))
            return Refusal.Invalid("bill.amount_wrong", "amount", ("number", command.Number));
        return null;
    }

    static Bill New(PostBill command) => new()
    {
        Id = Guid.CreateVersion7(), Number = command.Number, AccountId = command.AccountId, CustomerId = command.CustomerId, HolderPartyId = command.HolderPartyId,
        PeriodFrom = command.PeriodFrom, PeriodTo = command.PeriodTo, IssuedAt = command.IssuedAt, DueOn = command.DueOn, Source = command.Source,
    };

    static BillLine Line(Guid bill, int ordinal, BillCharge charge) => new()
    {
        Id = Guid.CreateVersion7(), BillId = bill, Ordinal = ordinal, LineId = charge.LineId, ServiceIdentifier = charge.ServiceIdentifier, Kind = charge.Kind,
        Text = charge.Text, Quantity = charge.Quantity, Unit = charge.Unit, Amount = charge.Amount, Tax = charge.Tax,
    };
}
