using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Looks for customers by whatever they told: a number or broadband account, an account or customer number, an
/// identity document, or the whole name. One field takes them all, because the one who asks is on the telephone.</summary>
public sealed record FindCustomers(string? Asked);

/// <summary>Enough to tell one from another, not enough to know them.</summary>
/// <param name="Line">Masked number of their first line.</param>
/// <param name="By">By which of the ways they were found, a text key.</param>
public sealed record FoundCustomer(Guid PartyId, PartyKind Kind, string? Name, string? ExternalId, CustomerClass? Class, string? Area, string? Line, DateTime Since, string By);

/// <param name="More">There are more than are shown: ask for something that tells them apart.</param>
public sealed record FoundCustomers(IReadOnlyList<FoundCustomer> Customers, bool More);

public sealed class FindCustomersHandler(PortalDbContext db, CustomersByWords customers, SecretColumns secrets, Limiter limiter, IOptions<OperatorOptions> @operator, TimeProvider clock)
{
    public const int Most = 20;
    const int Shortest = 2, Longest = 100;

    public async Task<Outcome<FoundCustomers>> HandleAsync(FindCustomers query, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.View) is { } lacking) return lacking;
        var asked = query.Asked?.Trim() ?? "";
        if (SearchKey.Of(asked).Length < Shortest) return Refusal.Invalid("customer.ask_more", nameof(query.Asked), ("least", Shortest));
        if (asked.Length > Longest) return Refusal.Invalid("customer.ask_less", nameof(query.Asked), ("most", Longest));
        if (await limiter.TakeAsync("customer.too_many_searches", ct, (LimitName.DeskSearch, caller.SubjectId.ToString())) is { } tooOften) return tooOften;

        var ways = await customers.FindAsync(asked, Most + 1, ct);
        foreach (var holder in await HoldersAsync(asked, ct)) ways.TryAdd(holder, "found.by_line");
        var ids = ways.Keys.ToArray();
        var within = await Opened.Within(db, customers.Of(ids), caller, CustomersPermissions.View).OrderBy(p => p).ToListAsync(ct);
        var found = await customers.DescribeAsync([.. within.Take(Most)], ct);
        var lines = await FirstLinesAsync([.. found.Select(f => f.PartyId)], ct);

        // What was asked for is personal itself: kept as a keyed hash, to compare with, and a mask, to read.
        db.Audit(caller, clock, "customer_searched", "search", secrets.Hash("desk.search", SearchKey.Of(asked))[..32], party: found.Count == 1 ? found[0].PartyId : null,
            details: new { asked = Mask.Middle(asked, 1, asked.Length > 6 ? 2 : 0), found = within.Count, by = ways.Values.Distinct(StringComparer.Ordinal) });
        await db.SaveChangesAsync(ct);
        if (found.Count == 0) return Refusal.NotFound("customer.not_found");
        return new FoundCustomers([.. found.Select(f => new FoundCustomer(f.PartyId, f.Kind, f.Name, f.ExternalId, f.Class, f.Area, lines.GetValueOrDefault(f.PartyId), f.Since, ways[f.PartyId]))], within.Count > Most);
    }

    // What was typed may be a telephone number or an account name: both are looked for, and no more.
    async Task<List<Guid>> HoldersAsync(string asked, CancellationToken ct)
    {
        var names = new List<string> { asked.ToLowerInvariant() };
        if (PhoneNumber.TryParse(asked, @operator.Value.Country, out var phone)) names.Add(phone.E164);
        return await (from tenure in db.Set<Tenure>().Where(t => names.Contains(t.Value) && t.To == null)
                      join line in db.Set<Line>() on tenure.LineId equals line.Id
                      select line.HolderPartyId).Distinct().Take(Most + 1).ToListAsync(ct);
    }

    async Task<Dictionary<Guid, string>> FirstLinesAsync(Guid[] parties, CancellationToken ct)
    {
        var rows = await (from line in db.Set<Line>().Where(l => parties.Contains(l.HolderPartyId) && l.State != LineState.Ceased)
                          join tenure in db.Set<Tenure>().Where(t => t.To == null) on line.Id equals tenure.LineId
                          group new { line.From, tenure.Kind, tenure.Value } by line.HolderPartyId into held
                          select new { Party = held.Key, First = held.OrderBy(h => h.From).ThenBy(h => h.Value).First() }).ToListAsync(ct);
        return rows.ToDictionary(r => r.Party, r => new ServiceIdentifier(r.First.Kind, r.First.Value).Masked);
    }
}
