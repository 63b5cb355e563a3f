using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What one account owes and holds, in one statement compiled once: the question that other systems ask most. The
/// caller has decided that the asker may see every account.</summary>
public static class BalanceOfAccount
{
    // Sums of money are of what lies in the column; a compiled query knows nothing of converters outside it.
    // Compiled for one model: a process that serves two databases has two.
    static readonly ConditionalWeakTable<IModel, Func<PortalDbContext, Guid, DateTime, IAsyncEnumerable<ListedBalance>>> Compiled = [];

    static Func<PortalDbContext, Guid, DateTime, IAsyncEnumerable<ListedBalance>> Compile(IModel model) => EF.CompileAsyncQuery((PortalDbContext db, Guid account, DateTime now) =>
        db.Set<Bucket>().Where(b => b.AccountId == account && (b.ExpiresAt == null || b.ExpiresAt > now)).Select(b => new ListedBalance { AccountId = b.AccountId, Kind = (string?)(object)b.Kind, Minor = (long)(object)b.Balance })
            .Concat(db.Set<Bill>().Where(b => b.AccountId == account && b.State != BillState.Paid).Select(b => new ListedBalance { AccountId = b.AccountId, Kind = null, Minor = (long)(object)b.Outstanding })));

    /// <returns>Null when there is no such account.</returns>
    public static async Task<IReadOnlyList<ListedBalance>?> FindAsync(PortalDbContext db, Guid account, DateTime now, CancellationToken ct)
    {
        var sums = new List<ListedBalance>(4);
        await foreach (var row in Compiled.GetValue(db.Model, Compile)(db, account, now).WithCancellation(ct))
        {
            var at = sums.FindIndex(s => s.Kind == row.Kind);
            if (at < 0) sums.Add(row);
            else sums[at] = new ListedBalance { AccountId = account, Kind = row.Kind, Minor = checked(sums[at].Minor + row.Minor) };
        }
        // Only an account with neither money nor debt must be looked for.
        if (sums.Count == 0 && !await AccountRows.Of(db).AnyAsync(a => a.Id == account, ct)) return null;
        if (!sums.Exists(s => s.Kind is null)) sums.Add(new ListedBalance { AccountId = account, Kind = null, Minor = 0 });
        return sums;
    }
}
