using System.Globalization;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Brings an account's bills and balance to what its owner says, less and more what we have taken and the owner has
/// not booked yet. Every change is an entry against <see cref="LedgerAccount.OwnersBooks"/>: the books here prove what is
/// shown, and do not pretend to be the owner's.</summary>
/// <param name="unbooked">Parts of payments the owner has not booked, by bill; under the empty id what lies in the balance.</param>
/// <param name="ours">All that payments made here ever put on a bill.</param>
internal sealed class Alignment(AccountFacts account, string system, IReadOnlyDictionary<Guid, Money> unbooked, IReadOnlyDictionary<Guid, Money> ours, Func<ChargeKind, LocalText> name, DateTime now)
{
    readonly Movement movement = new(LedgerTransactionKind.OwnerFollowed, $"owner:{account.Id:N}:{Guid.CreateVersion7():N}", account.Id, now);

    public bool HasMoved { get; private set; }
    public Movement Movement => movement;

    public Bill New(OwnersBill told)
    {
        var bill = new Bill
        {
            Id = Guid.CreateVersion7(), Number = told.Number, AccountId = account.Id, CustomerId = account.CustomerId, HolderPartyId = account.HolderPartyId,
            PeriodFrom = told.PeriodFrom, PeriodTo = told.PeriodTo, IssuedAt = told.IssuedAt, DueOn = told.DueOn, Source = SourceOf(told),
        };
        Charge(bill, told);
        Follow(bill, told.Outstanding);
        return bill;
    }

    public void Take(Bill bill, OwnersBill told)
    {
        if (bill.Source is not { } source || OfSums(source.Version) != SourceOf(told).Version)
        {
            bill.Revision++;
            bill.Source = SourceOf(told);
            bill.DueOn = told.DueOn;
            // A total below what is owed would not be one, even for a moment.
            if (bill.Outstanding > Money.Max(told.Total, Money.Zero)) Owe(bill, Money.Max(told.Total, Money.Zero) - bill.Outstanding);
            Charge(bill, told);
        }
        Follow(bill, told.Outstanding);
    }

    /// <summary>The owner has withdrawn a bill: it is there to be read, and asks for nothing.</summary>
    public void Withdraw(Bill bill) => Owe(bill, -bill.Outstanding);

    public void Follow(Func<Bucket> cash, Money held, Money deposit)
    {
        var change = deposit + unbooked.GetValueOrDefault(Guid.Empty) - held;
        if (change.IsZero) return;
        movement.Fill(cash(), change).Book(LedgerAccount.OwnersBooks, change);
        HasMoved = true;
    }

    void Follow(Bill bill, Money told)
    {
        var owed = Money.Max(Money.Zero, told - unbooked.GetValueOrDefault(bill.Id));
        Owe(bill, owed - bill.Outstanding);
        bill.PaidElsewhere = Money.Max(Money.Zero, Money.Max(Money.Zero, bill.Total) - owed - ours.GetValueOrDefault(bill.Id));
    }

    void Owe(Bill bill, Money change)
    {
        // Also where nothing moves: what is owed of a changed total is another state.
        movement.Owe(bill, change).Book(LedgerAccount.OwnersBooks, -change);
        HasMoved |= !change.IsZero;
    }

    void Charge(Bill bill, OwnersBill told)
    {
        (bill.Total, bill.Tax) = (told.Total, told.Tax);
        bill.Lines.Clear();
        bill.Lines.Add(new BillLine { Id = Guid.CreateVersion7(), BillId = bill.Id, Ordinal = 1, Kind = ChargeKind.Other, Text = name(ChargeKind.Other), Amount = told.Total, Tax = told.Tax });
    }

    /// <summary>Put after a version whose charges are known too.</summary>
    public const string Itemised = "|charges";

    static string? OfSums(string? version) => version?.EndsWith(Itemised, StringComparison.Ordinal) == true ? version[..^Itemised.Length] : version;

    RecordSource SourceOf(OwnersBill told) => new(system, told.Id, string.Create(CultureInfo.InvariantCulture, $"{RecordSource.DigestMark}{told.Total.Minor}:{told.Tax.Minor}:{told.DueOn:yyyyMMdd}"));
}
