using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Says that a charge of a bill is not right. Until it is decided its sum is not asked for.</summary>
/// <param name="Ordinal">The line on the bill.</param>
/// <param name="Evidence">In the customer's words.</param>
public sealed record OpenDispute(string BillNumber, int Ordinal, DisputeReason Reason, string? Evidence, string IdempotencyKey);

public sealed record OpenedDispute(Guid Id, string Number);

public sealed class OpenDisputeHandler(PortalDbContext db, Mirrored mirrored, IOptions<DisputeOptions> options, TimeProvider clock)
{
    public const int LeastWords = 4;

    public Task<Outcome<OpenedDispute>> HandleAsync(OpenDispute command, Caller caller, CancellationToken ct) => db.OnceAsync<OpenedDispute>(async () =>
    {
        if (!caller.IsPerson) return Refusal.NotFound("bill.not_found");
        if (command.IdempotencyKey is not { Length: >= 8 and <= 100 }) return Refusal.Invalid("payment.key_wrong", "idempotencyKey");
        var evidence = command.Evidence?.Trim() ?? "";
        if (!Enum.IsDefined(command.Reason)) return Refusal.Invalid("dispute.reason_unknown", "reason");
        if (evidence.Length < LeastWords) return Refusal.Invalid("dispute.say_more", "evidence", ("least", LeastWords));
        if (evidence.Length > DisputeTable.MostWords) return Refusal.Invalid("record.too_long", "evidence", ("most", DisputeTable.MostWords));
        var now = clock.GetUtcNow().UtcDateTime;
        var bill = await GrantedBills.Of(db, caller, now).Where(b => b.Number == command.BillNumber && b.CreditOf == null && b.CreditedBy == null).Select(b => new { b.Id, b.AccountId, b.HolderPartyId, b.IssuedAt }).SingleOrDefaultAsync(ct);
        if (bill is null) return Refusal.NotFound("bill.not_found");
        var line = await db.Set<BillLine>().AsNoTracking().SingleOrDefaultAsync(l => l.BillId == bill.Id && l.Ordinal == command.Ordinal, ct);
        if (line is null || !line.Amount.IsPositive) return Refusal.NotFound("dispute.no_charge");
        var before = await db.Set<Dispute>().AsNoTracking().Where(d => d.BillLineId == line.Id).Select(d => new { d.Id, d.Number, d.State, d.AskedBy, d.IdempotencyKey }).ToListAsync(ct);
        if (before.FirstOrDefault(d => d.AskedBy == caller.SubjectId && d.IdempotencyKey == command.IdempotencyKey) is { } same) return new OpenedDispute(same.Id, same.Number);
        // A decided charge is not asked about again here: that would put off paying for ever.
        if (before.FirstOrDefault() is { } other) return Refusal.Conflict(other.State.IsUndecided() ? "dispute.already_open" : "dispute.decided_before", ("number", other.Number));
        if (bill.IssuedAt.AddDays(options.Value.Days) < now) return Refusal.Conflict("dispute.too_late", ("days", options.Value.Days));
        if (await mirrored.OwnersIdAsync(bill.AccountId, ct) is not null) return Refusal.Conflict("dispute.kept_elsewhere");

        var id = Guid.CreateVersion7();
        var dispute = new Dispute
        {
            Id = id, Number = "D" + id.ToString("N")[^10..].ToUpperInvariant(), BillId = bill.Id, BillLineId = line.Id, AccountId = bill.AccountId, HolderPartyId = bill.HolderPartyId, AskedBy = caller.SubjectId,
            Channel = caller.Channel, Charge = line.Text, Amount = line.Amount, Reason = command.Reason, Evidence = evidence, OpenedAt = now,
            Language = caller.Language, IdempotencyKey = command.IdempotencyKey,
        };
        db.Add(dispute);
        db.Tell(new DebtEased(bill.AccountId), clock);
        db.Audit(caller, clock, "dispute_opened", "customerBill", command.BillNumber, bill.HolderPartyId, details: new { dispute.Number, dispute.Reason, amount = dispute.Amount.Minor });
        db.RecordTouch(bill.HolderPartyId, caller, clock, TouchDirection.In, "dispute_opened", "dispute", id.ToString("N"), ("number", dispute.Number), ("chargeAmount", dispute.Amount.ToString()));
        return new OpenedDispute(id, dispute.Number);
    }, ct);
}
