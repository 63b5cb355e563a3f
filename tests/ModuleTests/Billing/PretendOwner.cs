using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Billing;

/// <summary>A billing system in memory that owns accounts, as the ports see it.</summary>
public sealed class PretendOwner : IOwnersAccounts, IOwnersBills, IOwnersPayments
{
    readonly Dictionary<string, Account> accounts = [];

    sealed class Account
    {
        public long Deposit;
        public string? Holder = "H1";
        public List<OwnersBill> Bills { get; } = [];
        public Dictionary<Guid, long> Payments { get; } = [];
    }

    public bool Away { get; set; }
    /// <summary>Acts, and its answer is lost.</summary>
    public bool LosesAnswers { get; set; }
    public string? Refuses { get; set; }
    /// <summary>Bills that its list leaves out.</summary>
    public HashSet<string> Hidden { get; } = [];
    /// <summary>Between the two questions that a refresh asks.</summary>
    public Func<Task>? WhileRead { get; set; }
    public int Sent { get; private set; }
    public int Read { get; private set; }

    public void Open(string id, long deposit = 0) => accounts[id] = new() { Deposit = deposit };
    public void Pass(string id, string holder) => accounts[id].Holder = holder;
    public long Deposit(string id) => accounts[id].Deposit;
    public long Owed(string id) => accounts[id].Bills.Sum(b => b.Outstanding.Minor);
    public int Payments(string id) => accounts[id].Payments.Count;

    public string Bill(string id, long total, long? owed = null, int month = 10, string? number = null, string? holder = "H1")
    {
        var bill = new OwnersBill($"B-{id}-{accounts[id].Bills.Count + 1}", number ?? $"{id}-2026{month:00}-{accounts[id].Bills.Count}", new DateOnly(2026, month, 1), new DateOnly(2026, month, 28),
            new DateTime(2026, month, 28, 16, 0, 0, DateTimeKind.Utc), new DateOnly(2026, month, 28).AddDays(20), new Money(total), new Money(total / 20), new Money(owed ?? total), holder);
        accounts[id].Bills.Add(bill);
        return bill.Number;
    }

    public void Change(string id, string number, Func<OwnersBill, OwnersBill> how)
    {
        var at = accounts[id].Bills.FindIndex(b => b.Number == number);
        accounts[id].Bills[at] = how(accounts[id].Bills[at]);
    }

    public void Withdraw(string id, string number) => accounts[id].Bills.RemoveAll(b => b.Number == number);

    public Task<Outcome<OwnersAccount>> FindAsync(string id, CancellationToken ct)
    {
        Read++;
        return Task.FromResult<Outcome<OwnersAccount>>(Away ? Lost : accounts.TryGetValue(id, out var a) ? new OwnersAccount(id, new Money(a.Deposit), a.Holder) : Refusal.Conflict("mirror.account_unknown"));
    }

    public async Task<Outcome<IReadOnlyList<OwnersBill>>> ListAsync(string account, CancellationToken ct)
    {
        if (Away) return Lost;
        var listed = accounts[account].Bills.Where(b => !Hidden.Contains(b.Number)).ToList();
        if (WhileRead is { } act)
        {
            WhileRead = null;
            await act();
        }
        return listed;
    }

    /// <summary>What bills are made up of, by bill.</summary>
    public Dictionary<string, IReadOnlyList<OwnersCharge>> Charges { get; } = [];
    public int AskedForCharges { get; private set; }
    public Refusal? RefusesCharges { get; set; }

    public Task<Outcome<IReadOnlyList<OwnersCharge>>> ChargesAsync(string bill, CancellationToken ct)
    {
        AskedForCharges++;
        if ((Away ? Lost : RefusesCharges) is { } no) return Task.FromResult<Outcome<IReadOnlyList<OwnersCharge>>>(no);
        return Task.FromResult<Outcome<IReadOnlyList<OwnersCharge>>>(Charges.GetValueOrDefault(accounts.Values.SelectMany(a => a.Bills).Single(b => b.Id == bill).Number, []).ToList());
    }

    public Task<Outcome<bool>> IsThereAsync(string id, CancellationToken ct) => Task.FromResult<Outcome<bool>>(Away ? Lost : accounts.Values.Any(a => a.Bills.Exists(b => b.Id == id)));

    public Task<Outcome<OwnersPayment>> FindAsync(Guid payment, string account, CancellationToken ct) => Task.FromResult<Outcome<OwnersPayment>>(
        Away ? Lost : accounts[account].Payments.TryGetValue(payment, out var minor) ? new OwnersPayment(OwnersPaymentState.Booked, $"P{payment:N}", new Money(minor)) : OwnersPayment.Unknown);

    public Task<Outcome<OwnersPayment>> SendAsync(PaymentForOwner payment, CancellationToken ct)
    {
        if (Away) return Task.FromResult<Outcome<OwnersPayment>>(Lost);
        Sent++;
        if (Refuses is { } why) return Task.FromResult<Outcome<OwnersPayment>>(new OwnersPayment(OwnersPaymentState.Refused, Why: why));
        Book(payment.Account, payment.Id, payment.Amount.Minor);
        return Task.FromResult<Outcome<OwnersPayment>>(LosesAnswers ? Lost : new OwnersPayment(OwnersPaymentState.Booked, $"P{payment.Id:N}", payment.Amount));
    }

    // Not idempotent on purpose: who sends twice has paid twice.
    void Book(string id, Guid payment, long minor)
    {
        var account = accounts[id];
        account.Payments[account.Payments.ContainsKey(payment) ? Guid.CreateVersion7() : payment] = minor;
        for (var i = 0; i < account.Bills.Count && minor > 0; i++)
        {
            var part = Math.Min(minor, account.Bills[i].Outstanding.Minor);
            account.Bills[i] = account.Bills[i] with { Outstanding = new Money(account.Bills[i].Outstanding.Minor - part) };
            minor -= part;
        }
        account.Deposit += minor;
    }

    static readonly Refusal Lost = Refusal.Unavailable("mirror.unreachable");
}
