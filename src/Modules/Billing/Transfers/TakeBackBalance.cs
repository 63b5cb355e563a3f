using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Takes back what the caller has just sent, as long as none of it has been used.</summary>
public sealed record TakeBackBalance(Guid TransferId);

public sealed class TakeBackBalanceHandler(PortalDbContext db, IOptions<TransferOptions> rules, TimeProvider clock)
{
    public Task<Outcome<Done>> HandleAsync(TakeBackBalance command, Caller caller, CancellationToken ct) => db.OnceAsync<Done>(async () =>
    {
        // Both in one statement: taken back between two, the money would look used.
        var found = await db.Set<BalanceTransfer>().Where(t => t.Id == command.TransferId && t.PersonId == caller.SubjectId).Join(db.Set<Bucket>(), t => t.BucketId, b => b.Id, (Transfer, There) => new { Transfer, There }).SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound("transfer.not_found");
        var (transfer, there) = (found.Transfer, found.There);
        if (transfer.UndoneAt is not null) return Done.Yes;
        var now = clock.GetUtcNow().UtcDateTime;
        if (transfer.At.AddMinutes(rules.Value.UndoMinutes) < now) return Refusal.Conflict("transfer.too_late", ("minutes", rules.Value.UndoMinutes));
        if (there.Free != transfer.Amount) return Refusal.Conflict("transfer.used");

        transfer.UndoneAt = now;
        new Movement(LedgerTransactionKind.BalanceTakenBack, $"transfer:{transfer.Id:N}:undone", transfer.FromAccountId, now)
            .Fill(there, -transfer.Amount).Fill(await Buckets.CashAsync(db, transfer.FromAccountId, ct), transfer.Amount).Post(db);
        db.Tell(new BalanceMoved(transfer.Id, Undone: true, caller.Language), clock);
        db.Audit(caller, clock, "balance_taken_back", "transferBalance", transfer.Id.ToString("N"), details: new { amount = transfer.Amount.Minor });
        return Done.Yes;
    }, ct);
}
