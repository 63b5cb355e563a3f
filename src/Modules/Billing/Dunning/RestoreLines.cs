using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>What an account owed has become less by other means than a payment: a dispute begun, a credit, a correction.</summary>
public sealed record DebtEased(Guid AccountId);

/// <summary>Ends what debt has put on an account's lines, as soon as nothing is overdue that would put it there. Restrictions
/// of other reasons stay.</summary>
public sealed class RestoreLines(PortalDbContext db, AccountsById accounts, DebtNotice notice, IOptions<DunningOptions> options, IOptions<OperatorOptions> owner, TimeProvider clock) : IHandle<DebtEased>
{
    public Task HandleAsync(DebtEased what, CancellationToken ct) => InAsync(what.AccountId, ct);

    /// <summary>In the caller's unit of work; <b>the caller saves</b>. One question when nothing is restricted.</summary>
    /// <returns>Whether lines were freed.</returns>
    internal async Task<bool> InAsync(Guid account, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (!await HeldRestrictions.Of(db, now).AnyAsync(r => r.AccountId == account && r.Reason == RestrictionReason.Debt, ct)) return false;
        if (await accounts.FindAsync(account, ct) is not { } facts) return false;
        var of = (await CustomerClasses.ListAsync(db, [facts.CustomerId], ct)).GetValueOrDefault(facts.CustomerId);
        var least = DunningPolicy.Of(options.Value, of, owner.Value.ToCurrency()).LeastDebt;
        if (await DunnedBill.OverdueAsync(db, owner.Value, account, facts.HolderPartyId, owner.Value.DayOf(now), ct) >= least) return false;

        var freed = await DebtRestrictions.EndAsync(db, account, now, ct);
        db.Audit(Caller.System, clock, "lines_restored", "billingAccount", facts.Number, facts.HolderPartyId, details: new { lines = freed });
        await notice.QueueAsync(facts.HolderPartyId, account, "notice.dunning.restored", $"restored:{account:N}:{now.Ticks}", NoticeClass.Service,
            new Dictionary<string, object?> { ["account"] = facts.Number }, everyLine: true, ct);
        return true;
    }
}
