using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A member of staff gives the customer they have opened money back, or takes some, for a reason that the customer
/// reads. Above what one may do alone it waits for a second person.</summary>
/// <param name="Amount">Above zero in the customer's favour.</param>
/// <param name="BillNumber">The bill that a credit lowers first.</param>
public sealed record ProposeAdjustment(Guid PartyId, string? AccountNumber, Money Amount, string? Reason, string? BillNumber, string IdempotencyKey);

public sealed record ProposedAdjustment(Guid Id, AdjustmentState State, Money Amount);

public sealed class ProposeAdjustmentHandler(PortalDbContext db, AdjustmentBook book, TimeProvider clock)
{
    public const int LeastWords = 4;

    public Task<Outcome<ProposedAdjustment>> HandleAsync(ProposeAdjustment command, Caller caller, CancellationToken ct) => db.OnceAsync<ProposedAdjustment>(async () =>
    {
        if (caller.Lacks(BillingPermissions.ProposeAdjustments) is { } lacking) return lacking;
        if (command.IdempotencyKey is not { Length: >= 8 and <= 100 }) return Refusal.Invalid("payment.key_wrong", "idempotencyKey");
        var reason = command.Reason?.Trim() ?? "";
        if (command.Amount.IsZero || !Limits.Holds(command.Amount)) return Refusal.Invalid("bucket.amount_wrong", "Amount");
        if (reason.Length < LeastWords) return Refusal.Invalid("adjustment.reason_needed", "Reason", ("least", LeastWords));
        if (reason.Length > AdjustmentTable.MostWords) return Refusal.Invalid("record.too_long", "Reason", ("most", AdjustmentTable.MostWords));
        var before = await db.Set<Adjustment>().AsNoTracking().SingleOrDefaultAsync(a => a.ProposedBy == caller.SubjectId && a.IdempotencyKey == command.IdempotencyKey, ct);
        if (before is not null) return before.Amount == command.Amount && before.Reason == reason ? new ProposedAdjustment(before.Id, before.State, before.Amount) : Refusal.Conflict("payment.key_reused");

        var now = clock.GetUtcNow().UtcDateTime;
        var desk = caller with { ActingFor = command.PartyId };
        var theirs = Opened.Within(db, Opened.Parties(db, desk, now), caller, BillingPermissions.ProposeAdjustments);
        var account = await GrantedAccounts.Of(db, desk, Right.SeeBill, now).SingleOrDefaultAsync(a => a.Number == command.AccountNumber && theirs.Contains(a.HolderPartyId), ct);
        if (account is null) return Refusal.NotFound("account.not_found");
        var bill = string.IsNullOrEmpty(command.BillNumber) ? (Guid?)null
            : await db.Set<Bill>().Where(b => b.Number == command.BillNumber && b.AccountId == account.Id && b.HolderPartyId == account.HolderPartyId).Select(b => (Guid?)b.Id).SingleOrDefaultAsync(ct);
        if (!string.IsNullOrEmpty(command.BillNumber) && bill is null) return Refusal.NotFound("bill.not_found");

        var adjustment = new Adjustment
        {
            Id = Guid.CreateVersion7(), AccountId = account.Id, HolderPartyId = account.HolderPartyId, Amount = command.Amount, Reason = reason, BillId = bill,
            ProposedBy = caller.SubjectId, ProposedAt = now, IdempotencyKey = command.IdempotencyKey,
        };
        return (await book.RaiseAsync(adjustment, caller, ct)).Match<Outcome<ProposedAdjustment>>(state => new ProposedAdjustment(adjustment.Id, state, adjustment.Amount), why => why);
    }, ct);
}
