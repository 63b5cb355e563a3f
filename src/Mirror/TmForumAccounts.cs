using System.Text.Json;
using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Kernel;
using static Wangting.Mirror.TolerantReader;

namespace Wangting.Mirror;

/// <summary>TMF666: a billing account with its balances.</summary>
internal sealed class TmForumAccounts(OwnersServer server, TolerantReader reader, IOptions<MirrorOptions> options) : IOwnersAccounts
{
    internal const string Client = "mirror-accounts";

    public async Task<Outcome<OwnersAccount>> FindAsync(string id, CancellationToken ct)
    {
        if ((await server.FindAsync(Client, options.Value.AccountManagement, id, ct)).IsRefused(out var no, out var found)) return no;
        if (found is not { } account) return Refusal.Conflict("mirror.account_unknown");
        return Try(() => Read(account, id), "account");
    }

    internal OwnersAccount Read(JsonElement account, string id)
    {
        if (Reference(account) != id) throw new WrongAnswer("of another account");
        var deposit = Money.Zero;
        foreach (var balance in Each(Find(account, "accountBalance")))
        {
            // What is owed stands on the bills; credit that was lent or reserved is no money of the customer's.
            var kind = Word(Find(balance, "balanceType")) ?? "DepositBalance";
            if (!kind.StartsWith("Deposit", StringComparison.OrdinalIgnoreCase) && !kind.StartsWith("Cash", StringComparison.OrdinalIgnoreCase)) continue;
            deposit += reader.Sum(Find(balance, "amount", "balance")) ?? throw new WrongAnswer("a balance without an amount");
        }
        return new OwnersAccount(id, deposit, Holder(Find(account, "relatedParty")));
    }

    /// <summary>Whose it is: of several parties the owner or customer.</summary>
    internal static string? Holder(JsonElement? parties)
    {
        var all = Each(parties).ToArray();
        var named = all.Where(p => Word(Find(p, "role")) is { } role && (role.Equals("owner", StringComparison.OrdinalIgnoreCase) || role.Equals("customer", StringComparison.OrdinalIgnoreCase))).ToArray();
        return named.Length == 1 ? Reference(named[0]) : all.Length == 1 ? Reference(all[0]) : null;
    }
}
