using System.Globalization;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Storage.Synthetic;

/// <summary>How an account pays: at once, in time, late or no more; in advance if it is prepaid.</summary>
internal sealed class MadePayments(Province province, IRows rows, MadeAccount owner, Habits habits, Chance chance)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Day = TimeSpan.FromDays(1);
    readonly List<Bill> bills = [];
    readonly int paysUntil = habits.Payer == Payer.Never ? chance.Next(province.Months) : int.MaxValue;
    Bucket? cash;

    Account Account => owner.Account;
    // Nothing happens later than the first day after the last month.
    DateTime Latest => province.EndsAt + Day;

    public void Take(Bill bill, IReadOnlyCollection<BillLine> charges)
    {
        bills.Add(bill);
        if (!bill.Total.IsPositive) return;
        if (Account.Mode == PaymentMode.Prepaid) FromBalance(bill, charges);
        else if (bills.Count <= paysUntil && bill.IssuedAt + After() is var at && at <= Latest) Pay(bill, AmountFor(bill), at);
    }

    /// <summary>Everything's last state, and what debt does to lines.</summary>
    public void Finish(IReadOnlyList<MadeLine> lines)
    {
        foreach (var bill in bills) rows.Add(bill);
        if (cash is not null) rows.Add(cash);
        var overdue = bills.Where(b => b.Outstanding.IsPositive && b.DueOn < province.Ends).ToArray();
        if (overdue.Length < 2) return;
        var since = province.House.StartOf(overdue[1].DueOn.AddDays(1));
        foreach (var line in lines.Where(l => l.Line is { Kind: LineKind.Mobile, State: LineState.Active }))
            rows.Add(new Restriction { Id = chance.Id(since), LineId = line.Line.Id, Reason = RestrictionReason.Debt, Scope = RestrictionScope.Outgoing, From = since });
    }

    /// <summary>Writes a movement down, with what it paid.</summary>
    public void Keep(Movement movement)
    {
        var transaction = movement.Close();
        rows.Add(transaction);
        foreach (var entry in transaction.Entries) rows.Add(entry);
        foreach (var allocation in movement.Allocations) rows.Add(allocation);
    }

    TimeSpan After() => habits.Payer switch
    {
        Payer.Automatic => TimeSpan.FromHours(6),
        Payer.Late => TimeSpan.FromMinutes(chance.Between(20 * 1440, 55 * 1440)),
        _ => TimeSpan.FromMinutes(chance.Between(600, 13 * 1440)),
    };

    // Some round up and keep the rest as balance; of those who are late some pay a half.
    Money AmountFor(Bill bill) =>
        habits.Payer == Payer.Late && chance.Is(0.1) ? new Money(Math.Max(1, bill.Total.Minor / 2))
        : habits.Payer == Payer.OnTime && chance.Is(0.15) ? RoundUp(bill.Total)
        : bill.Total;

    static Money RoundUp(Money amount) => new((amount.Minor + 999) / 1000 * 1000);

    void FromBalance(Bill bill, IReadOnlyCollection<BillLine> charges)
    {
        var lacks = bill.Total - (cash?.Balance ?? Money.Zero);
        if (lacks.IsPositive) Pay(null, Money.Max(RoundUp(lacks), new Money(chance.Between(1, 10) * 1000)), bill.IssuedAt - TimeSpan.FromMinutes(chance.Between(60, 20 * 1440)));
        var at = bill.IssuedAt + Minute;
        var payment = New(bill, bill.Total, PayFromBalanceHandler.Balance, PayFromBalanceHandler.Balance, Channel.System, at);
        var movement = new Movement(LedgerTransactionKind.PaidFromBalance, $"payment:{payment.Id:N}:settled", Account.Id, at, () => chance.Id(at));
        foreach (var (bucket, amount) in Buckets.Draw([cash!], charges, bill.Total, at, province.House.DayOf(at))) movement.Fill(bucket, -amount).Pay(bill, amount, payment.Id, bucket.Id);
        Keep(movement);
        rows.Add(payment);
    }

    void Pay(Bill? bill, Money amount, DateTime at)
    {
        var payment = New(bill, amount, ReceivePaymentHandler.Elsewhere, Method, Way, at);
        Keep(Receipt.Of(payment, bill is null ? [] : [bill], () => cash ??= Bucket.Cash(Account.Id, chance.Id(at)), at, () => chance.Id(at)));
        rows.Add(payment);
        rows.Add(new Touch
        {
            Id = chance.Id(at), PartyId = Account.HolderPartyId, At = at, Channel = payment.Channel, Direction = TouchDirection.In, Reason = "payment_settled", ObjectKind = "payment", ObjectId = payment.Id.ToString("N"),
            ActorId = payment.PayerId, Values = new(StringComparer.Ordinal) { ["paidAmount"] = amount.ToString(), ["account"] = Account.Number },
        });
    }

    // What a system before this one took: no gateway here knows of it, none can return it.
    string Method => habits.Method switch { PaymentMethodKind.Wallet => "wallet", PaymentMethodKind.Card or PaymentMethodKind.BankTransfer => "bank", _ => ReceivePaymentHandler.Elsewhere };

    Channel Way => habits.Payer == Payer.Automatic ? Channel.System : habits.Method is PaymentMethodKind.Cash or PaymentMethodKind.Cheque ? Channel.Staff : Channel.Web;

    Payment New(Bill? bill, Money amount, string gateway, string method, Channel channel, DateTime at)
    {
        var id = chance.Id(at);
        return new Payment
        {
            Id = id, AccountId = Account.Id, HolderPartyId = Account.HolderPartyId, PayerId = owner.Payer, Channel = channel, BillId = bill?.Id, Amount = amount,
            Currency = province.House.Currency, State = PaymentState.Settled, Gateway = gateway, Method = method, Language = "zh-CN", GatewayReference = gateway == ReceivePaymentHandler.Elsewhere ? string.Create(CultureInfo.InvariantCulture, $"G{id:N}") : null,
            IdempotencyKey = id.ToString("N"), Fingerprint = StartPaymentHandler.FingerprintOf(Account.Number, amount, bill?.Number, method), StartedAt = at, ExpiresAt = at + Minute, EndedAt = at,
        };
    }
}
