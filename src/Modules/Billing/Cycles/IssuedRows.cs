using Wangting.Billing.Rating;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The rows of a part's bills while they are gathered.</summary>
internal sealed class IssuedRows(BillingCycle cycle, DateTime now)
{
    public List<Bill> Bills { get; } = [];
    public List<BillLine> Lines { get; } = [];
    public List<LedgerTransaction> Transactions { get; } = [];
    public List<LedgerEntry> Entries { get; } = [];
    public List<AllowanceRest> Rests { get; } = [];
    public List<AdvanceCharge> Advances { get; } = [];
    /// <summary>One-off charges with the bill that each now stands on.</summary>
    public List<(Guid Charge, Guid Bill)> OneOffs { get; } = [];
    public int Parked { get; private set; }
    public long Total { get; private set; }

    /// <summary>Whether a draft becomes a bill at all.</summary>
    public static bool IsIssued(BillDraft draft, bool zeroBills) => zeroBills || draft.Lines.Any(l => l.Amount != 0);

    public Bill Add(BillDraft draft, string number, int revision = 1)
    {
        var bill = new Bill
        {
            Id = Guid.CreateVersion7(), Number = number, AccountId = draft.Account.Id, CustomerId = draft.Account.CustomerId, HolderPartyId = draft.Account.HolderPartyId,
            PeriodFrom = cycle.From, PeriodTo = cycle.To, IssuedAt = now, DueOn = cycle.DueOn, Total = new Money(draft.Total), Tax = new Money(draft.Tax), CycleId = cycle.Id, Revision = revision,
        };
        Bills.Add(bill);
        for (var i = 0; i < draft.Lines.Count; i++) Lines.Add(Line(bill.Id, i + 1, draft.Lines[i]));
        Total += draft.Total;
        return bill;
    }

    /// <summary>A credit note over the whole of a bill, line by line.</summary>
    public Bill Credit(Bill bill)
    {
        var note = new Bill
        {
            Id = Guid.CreateVersion7(), Number = bill.Number + "-C", AccountId = bill.AccountId, CustomerId = bill.CustomerId, HolderPartyId = bill.HolderPartyId,
            PeriodFrom = bill.PeriodFrom, PeriodTo = bill.PeriodTo, IssuedAt = now, DueOn = bill.DueOn, Total = -bill.Total, Tax = -bill.Tax, CreditOf = bill.Id,
        };
        note.Owe(Money.Zero); // owes nothing, and is done with
        foreach (var line in bill.Lines.OrderBy(l => l.Ordinal))
            note.Lines.Add(new BillLine
            {
                Id = Guid.CreateVersion7(), BillId = note.Id, Ordinal = line.Ordinal, LineId = line.LineId, ServiceIdentifier = line.ServiceIdentifier, Kind = line.Kind, ProductId = line.ProductId, Code = line.Code,
                Text = line.Text, Quantity = line.Quantity, Unit = line.Unit, Amount = -line.Amount, Tax = -line.Tax,
            });
        return note;
    }

    /// <summary>What makes it owed.</summary>
    public Movement Owed(Bill bill) => new Movement(LedgerTransactionKind.BillPosted, $"bill:{bill.Id:N}:{bill.Revision}", bill.AccountId, now)
        .Book(LedgerAccount.Revenue, -(bill.Total - bill.Tax)).Book(LedgerAccount.TaxDue, -bill.Tax);

    public void Post(Movement movement)
    {
        var transaction = movement.Close();
        Transactions.Add(transaction);
        Entries.AddRange(transaction.Entries);
    }

    /// <summary>What the period leaves to the next.</summary>
    public void Carry(BilledGroup group, BillOutcome outcome)
    {
        Parked += outcome.Parked.Count;
        var account = group.Input.Products.ToDictionary(p => p.Product, p => group.Accounts[group.Input.Lines[p.Line].Account].Id);
        var into = group.Input.Next.From;
        var begins = group.Basis.Clock.Begins(into);
        var terms = group.TermsOfPools();
        foreach (var (pool, left) in outcome.Left)
            if (left > 0 && pool.Expires > begins && terms.TryGetValue(pool.Id, out var of))
                Rests.Add(new AllowanceRest
                {
                    Id = Guid.CreateVersion7(), AccountId = account[of.Product], PoolId = pool.Id, ProductId = of.Product, Code = of.Code, Into = into, Left = left,
                    UsableFrom = At(pool.UsableFrom), Expires = At(pool.Expires), Granted = At(pool.Granted),
                });
        foreach (var ahead in outcome.Advanced)
            Advances.Add(new AdvanceCharge { Id = Guid.CreateVersion7(), AccountId = account[ahead.Product], ProductId = ahead.Product, Code = ahead.Code, For = into, Amount = new Money(ahead.Amount) });
    }

    static DateTime At(long ticks) => new(ticks, DateTimeKind.Utc);

    static BillLine Line(Guid bill, int ordinal, DraftLine of) => new()
    {
        Id = Guid.CreateVersion7(), BillId = bill, Ordinal = ordinal, LineId = of.LineId, ServiceIdentifier = of.Identifier, Kind = of.Kind, ProductId = of.ProductId, Code = of.Code, Text = of.Text,
        Quantity = of.Quantity, Unit = of.Unit, Amount = new Money(of.Amount), Tax = new Money(of.Tax),
    };
}
