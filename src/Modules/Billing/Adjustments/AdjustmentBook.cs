using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Billing;

/// <summary>What adjustments of staff and of disputes have in common: who may do how much alone, and the booking. Within the
/// caller's unit of work; <b>the caller saves</b>.</summary>
public sealed class AdjustmentBook(PortalDbContext db, Mirrored mirrored, SendNoticeHandler notices, IOptions<AdjustmentOptions> options, IOptions<OperatorOptions> owner, TimeProvider clock)
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Adds it: booked when its proposer may do that alone, else waiting for a second person.</summary>
    internal async Task<Outcome<AdjustmentState>> RaiseAsync(Adjustment adjustment, Caller caller, CancellationToken ct)
    {
        if (await mirrored.OwnersIdAsync(adjustment.AccountId, ct) is not null) return Refusal.Conflict("balance.kept_elsewhere");
        adjustment.Ordinal = await db.Set<Adjustment>().Where(a => a.ProposedBy == adjustment.ProposedBy).MaxAsync(a => (int?)a.Ordinal, ct) + 1 ?? 1;
        var alone = await MayAloneAsync(adjustment, ct);
        if (alone && await BookAsync(adjustment, caller, ct) is { } refused) return refused;
        db.Add(adjustment);
        db.Audit(caller, clock, alone ? "adjustment_made" : "adjustment_proposed", "adjustBalance", adjustment.Id.ToString(), adjustment.HolderPartyId, adjustment.Reason, new { amount = adjustment.Amount.Minor });
        return adjustment.State;
    }

    /// <summary>Moves the money, and tells the customer.</summary>
    internal async Task<Refusal?> BookAsync(Adjustment adjustment, Caller caller, CancellationToken ct)
    {
        if (adjustment.Move(AdjustmentState.Done) is { } wrong) return wrong;
        var (now, amount) = (clock.GetUtcNow().UtcDateTime, adjustment.Amount);
        var movement = new Movement(LedgerTransactionKind.Adjusted, $"adjustment:{adjustment.Id:N}", adjustment.AccountId, now).Book(LedgerAccount.Adjustments, amount);
        var left = amount;
        if (adjustment.BillId is { } id && amount.IsPositive)
        {
            var bill = await db.Set<Bill>().SingleAsync(b => b.Id == id, ct);
            var part = Money.Min(left, bill.Outstanding);
            if (part.IsPositive) movement.Pay(bill, part, payment: null, bucket: null);
            left -= part;
        }
        if (!left.IsZero)
        {
            var cash = await Buckets.CashAsync(db, adjustment.AccountId, ct);
            if (-left > cash.Free) return Refusal.Conflict("balance.too_low", ("available", cash.Free));
            movement.Fill(cash, left);
        }
        movement.Post(db);
        if (amount.IsPositive) db.Tell(new DebtEased(adjustment.AccountId), clock);
        await TellAsync(adjustment, caller, now, ct);
        return null;
    }

    // Of a dispute its own answer tells.
    async Task TellAsync(Adjustment adjustment, Caller caller, DateTime now, CancellationToken ct)
    {
        var (key, size) = adjustment.Amount.IsPositive ? ("credit", adjustment.Amount) : ("debit", -adjustment.Amount);
        db.RecordTouch(adjustment.HolderPartyId, caller, clock, TouchDirection.Out, "adjusted_" + key, "adjustBalance", adjustment.Id.ToString("N"), ("creditAmount", size.ToString()), ("reason", adjustment.Reason));
        if (adjustment.DisputeId is not null || await PartiesToTell.FindAsync(db, adjustment.HolderPartyId, now, ct) is not { } who) return;
        foreach (var reader in who.Readers)
            await notices.QueueAsync(new SendNotice(new Recipient(Medium.InApp, "", who.Language, reader), NoticeClass.Billing, "notice.adjusted." + key,
                new Dictionary<string, object?> { ["amount"] = size, ["reason"] = adjustment.Reason }, DedupeKey: $"adjusted:{adjustment.Id:N}:{reader:N}"), ct);
    }

    // What was done alone within the last day counts with it: a sum in pieces is the sum.
    async Task<bool> MayAloneAsync(Adjustment adjustment, CancellationToken ct)
    {
        var since = adjustment.ProposedAt - Day;
        var lately = await db.Set<Adjustment>().AsNoTracking().Where(a => a.ProposedBy == adjustment.ProposedBy && a.ProposedAt > since && a.State == AdjustmentState.Done && a.DecidedBy == null)
            .Select(a => new { a.AccountId, a.Amount }).ToListAsync(ct);
        var currency = owner.Value.ToCurrency();
        return Sum(lately.Where(a => a.AccountId == adjustment.AccountId).Select(a => a.Amount)) + Size(adjustment.Amount) <= options.Value.Most(currency)
            && Sum(lately.Select(a => a.Amount)) + Size(adjustment.Amount) <= options.Value.MostInADay(currency);

        static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (sum, a) => sum + Size(a));
        static Money Size(Money amount) => Money.Max(amount, -amount);
    }
}
