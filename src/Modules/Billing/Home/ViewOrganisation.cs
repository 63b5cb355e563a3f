using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

public sealed record OrganisationAccount(string Number, string? Name, Money Outstanding, int OpenBills, DateOnly? FirstDue, int Lines);

/// <param name="Depth">0 for the one the caller administers.</param>
/// <param name="Below">What this organisation and all below it owe.</param>
public sealed record OrganisationNode(Guid Id, string Name, int Depth, IReadOnlyList<OrganisationAccount> Accounts, Money Below);

public sealed record OrganisationView(IReadOnlyList<OrganisationNode> Nodes, Money Outstanding, int OpenBills, DateOnly? FirstDue, int Lines, DateOnly Today);

/// <summary>An organisation from its administrator's side: the tree with its accounts, and what is owed rolled up.</summary>
public sealed class ViewOrganisationHandler(PortalDbContext db, TimeProvider clock, IOptions<OperatorOptions> owner)
{
    public async Task<Outcome<OrganisationView>> HandleAsync(Guid organisation, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var tree = await OrganisationTree.Of(db, caller, organisation, now).OrderBy(n => n.Path).ToListAsync(ct);
        if (tree.Count == 0) return Refusal.NotFound("organisation.not_found");
        var granted = GrantedAccounts.Of(db, caller, Right.SeeBill, now);
        var nodes = OrganisationTree.Of(db, caller, organisation, now);
        var lines = GrantedLines.CountByAccount(db);
        var open = db.Set<Bill>().Where(b => b.State != BillState.Paid).GroupBy(b => new { b.AccountId, b.HolderPartyId })
            .Select(g => new { g.Key, Owed = g.Sum(b => (long)(object)b.Outstanding), Count = g.Count(), Due = g.Min(b => b.DueOn) });
        var accounts = await (from account in granted
                              where nodes.Any(n => n.Id == account.HolderPartyId)
                              join o in open on new { AccountId = account.Id, account.HolderPartyId } equals o.Key into dues
                              from due in dues.DefaultIfEmpty()
                              join l in lines on account.Id equals l.AccountId into counts
                              from line in counts.DefaultIfEmpty()
                              orderby account.Number
                              select new
                              {
                                  account.HolderPartyId, account.Number, account.Name,
                                  Owed = (long?)due.Owed ?? 0, Open = (int?)due.Count ?? 0, Due = (DateOnly?)due.Due, Lines = (int?)line.Lines ?? 0,
                              }).ToListAsync(ct);

        var own = accounts.ToLookup(a => a.HolderPartyId, a => new OrganisationAccount(a.Number, a.Name, new Money(a.Owed), a.Open, a.Due, a.Lines));
        var top = tree.Min(n => n.Path.Count(c => c == '/'));
        return new OrganisationView(
            [.. tree.Select(n => new OrganisationNode(n.Id, n.Name ?? "", n.Path.Count(c => c == '/') - top, [.. own[n.Id]],
                tree.Where(b => b.Path.StartsWith(n.Path, StringComparison.Ordinal)).SelectMany(b => own[b.Id]).Aggregate(Money.Zero, (sum, a) => sum + a.Outstanding)))],
            new Money(accounts.Sum(a => a.Owed)), accounts.Sum(a => a.Open), accounts.Min(a => a.Due), accounts.Sum(a => a.Lines), owner.Value.DayOf(now));
    }
}
