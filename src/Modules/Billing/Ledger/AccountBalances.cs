using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An account with what it owes and holds.</summary>
public sealed record AccountBalances(ListedAccount Account, IReadOnlyList<ListedBalance> Balances)
{
    // The account beside each of its buckets and open bills, or alone.
    sealed class Part
    {
        public required ListedAccount Account { get; init; }
        public required string? Kind { get; init; }
        public required long? Minor { get; init; }
    }

    // Compiled for one model: a process that serves two databases has two.
    static readonly ConditionalWeakTable<IModel, Func<PortalDbContext, Guid, DateTime, IAsyncEnumerable<Part>>> Compiled = [];

    // Sums of money are of what lies in the column; a compiled query knows nothing of converters outside it. Added up here:
    // to group two or three rows would cost the database more than to send them.
    static Func<PortalDbContext, Guid, DateTime, IAsyncEnumerable<Part>> Compile(IModel model) => EF.CompileAsyncQuery((PortalDbContext db, Guid id, DateTime now) =>
        from account in ListedAccounts.All(db)
        where account.Id == id
        from part in db.Set<Bucket>().Where(b => b.AccountId == id && (b.ExpiresAt == null || b.ExpiresAt > now)).Select(b => new { Kind = (string?)(object)b.Kind, Minor = (long?)(object)b.Balance })
            .Concat(db.Set<Bill>().Where(b => b.AccountId == id && b.State != BillState.Paid).Select(b => new { Kind = (string?)null, Minor = (long?)(object)b.Outstanding })).DefaultIfEmpty()
        select new Part { Account = account, Kind = part!.Kind, Minor = part.Minor });

    /// <summary>One account with its sums, in one statement compiled once: the question that other systems ask most. The
    /// caller has decided that the asker may see every account.</summary>
    /// <returns>Null when there is no such account.</returns>
    public static async Task<AccountBalances?> FindAsync(PortalDbContext db, Guid id, DateTime now, CancellationToken ct)
    {
        ListedAccount? account = null;
        var sums = new List<ListedBalance>(4);
        await foreach (var part in Compiled.GetValue(db.Model, Compile)(db, id, now).WithCancellation(ct))
        {
            account ??= part.Account;
            if (part.Minor is not { } minor) continue;
            var at = sums.FindIndex(s => s.Kind == part.Kind);
            var sum = new ListedBalance { AccountId = id, Kind = part.Kind, Minor = at < 0 ? minor : checked(sums[at].Minor + minor) };
            if (at < 0) sums.Add(sum);
            else sums[at] = sum;
        }
        if (account is null) return null;
        if (!sums.Exists(s => s.Kind is null)) sums.Add(new ListedBalance { AccountId = id, Kind = null, Minor = 0 });
        return new AccountBalances(account, sums);
    }
}
