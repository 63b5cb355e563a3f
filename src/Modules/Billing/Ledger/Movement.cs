using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>One movement of money in the making. What is owed and what buckets hold changes here alone, together with the
/// entry that says so: the two cannot drift apart.</summary>
/// <param name="newId">Where ids come from, when not from clock and chance: made-up data is made again alike.</param>
internal sealed class Movement(LedgerTransactionKind kind, string key, Guid account, DateTime at, Func<Guid>? newId = null)
{
    readonly LedgerTransaction transaction = new() { Id = newId?.Invoke() ?? Guid.CreateVersion7(), Kind = kind, Key = key, AccountId = account, At = at };
    readonly List<Allocation> allocations = [];

    public Guid Id => transaction.Id;
    public IReadOnlyList<Allocation> Allocations => allocations;

    /// <summary>A debit (above zero) or credit (below) of an account of the operator's own.</summary>
    public Movement Book(LedgerAccount of, Money amount, Guid? item = null)
    {
        if (!amount.IsZero) transaction.Entries.Add(new LedgerEntry { Id = newId?.Invoke() ?? Guid.CreateVersion7(), TransactionId = transaction.Id, Account = of, ItemId = item, Amount = amount });
        return this;
    }

    /// <summary>Raises what a bill is owed, or lowers it.</summary>
    public Movement Owe(Bill bill, Money change)
    {
        bill.Owe(change);
        return Book(LedgerAccount.Receivable, change, bill.Id);
    }

    /// <summary>Puts money into a bucket, or takes it out.</summary>
    public Movement Fill(Bucket bucket, Money change)
    {
        bucket.Move(change);
        bucket.OpenedOn(transaction.At);
        return Book(LedgerAccount.CustomerFunds, -change, bucket.Id);
    }

    /// <summary>Lends, the fee included; what is lent must go into a bucket beside it.</summary>
    public Movement Lend(Advance advance)
    {
        advance.Lend();
        return Book(LedgerAccount.AdvancesDue, advance.Left, advance.Id);
    }

    /// <summary>Money that came in for a balance: what was lent is taken back first, the rest goes into the cash.</summary>
    /// <param name="open">The account's open advance, if it has one.</param>
    public Movement TopUp(Func<Bucket> cash, Advance? open, Money amount)
    {
        var back = open is null ? Money.Zero : Money.Min(amount, open.Left);
        if (back.IsPositive)
        {
            open!.Repay(back, transaction.At);
            Book(LedgerAccount.AdvancesDue, -back, open.Id);
        }
        return amount > back ? Fill(cash(), amount - back) : this;
    }

    /// <summary>Pays a part of a bill and notes from what.</summary>
    public Movement Pay(Bill bill, Money amount, Guid? payment, Guid? bucket)
    {
        allocations.Add(new Allocation { Id = newId?.Invoke() ?? Guid.CreateVersion7(), TransactionId = transaction.Id, PaymentId = payment, BucketId = bucket, BillId = bill.Id, Amount = amount, At = transaction.At });
        return Owe(bill, -amount);
    }

    /// <summary>The finished transaction; one that does not sum to zero is a programming error and is never stored.</summary>
    public LedgerTransaction Close()
    {
        var rest = transaction.Entries.Aggregate((Int128)0, (sum, entry) => sum + entry.Amount.Minor);
        if (rest != 0) throw new InvalidOperationException($"Transaction {transaction.Key} is off by {rest}.");
        return transaction;
    }

    /// <summary>Adds it to the unit of work; it is stored with the next save, or fails it when its key exists.</summary>
    public void Post(PortalDbContext db)
    {
        db.Add(Close());
        db.AddRange(allocations);
    }
}
