using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>From rows to the inputs of bills: which accounts belong together, which days are whose, what is carried over. Pure.</summary>
internal static class BillInputs
{
    public static IReadOnlyList<BilledGroup> Of(BillRows rows, IReadOnlyList<(Guid, Guid)> links, RatingBasis basis, BillPolicy policy, OperatorOptions house)
    {
        var place = rows.Accounts.Select((a, i) => (a.Id, i)).ToDictionary(x => x.Id, x => x.i);
        var parts = Connected.Parts(rows.Accounts.Count, links.Where(l => place.ContainsKey(l.Item1) && place.ContainsKey(l.Item2)).Select(l => (IReadOnlyList<int>)[place[l.Item1], place[l.Item2]]));
        var index = new RowsByAccount(rows);
        return [.. parts.Select(part => new GroupInput(index, [.. part.Select(i => rows.Accounts[i])], basis, policy, house).Make())];
    }
}

/// <summary>Rows found by whose they are.</summary>
internal sealed class RowsByAccount(BillRows rows)
{
    public BillRows Rows => rows;
    public ILookup<Guid, HeldProductRow> Products { get; } = rows.Products.ToLookup(p => p.AccountId);
    public ILookup<Guid, PaidLine> Lines { get; } = rows.Lines.ToLookup(l => l.AccountId);
    public ILookup<Guid, SharedProductRow> Shares { get; } = rows.Shares.ToLookup(s => s.ProductId);
    public ILookup<Guid, RestedRow> Rested { get; } = rows.Rested.ToLookup(r => r.LineId);
    public ILookup<Guid, KnownByRow> KnownBy { get; } = rows.KnownBy.ToLookup(k => k.LineId);
    public ILookup<Guid, PaymentResponsibility> PaidBy { get; } = rows.PaidBy.ToLookup(r => r.LineId);
    public ILookup<Guid, OneOffCharge> OneOffs { get; } = rows.OneOffs.ToLookup(c => c.AccountId);
    public ILookup<Guid, AllowanceRest> Rests { get; } = rows.Rests.ToLookup(r => r.ProductId);
    public ILookup<Guid, AdvanceCharge> Advances { get; } = rows.Advances.ToLookup(a => a.ProductId);
    public ILookup<Guid, EventRow> Events { get; } = rows.Events.ToLookup(e => e.Line);
}

/// <summary>One group's input in the making.</summary>
internal sealed class GroupInput(RowsByAccount index, IReadOnlyList<BilledAccount> accounts, RatingBasis basis, BillPolicy policy, OperatorOptions house)
{
    readonly BillRows rows = index.Rows;
    readonly HashSet<Guid> own = [.. accounts.SelectMany(a => index.Lines[a.Id]).Select(l => l.LineId)];
    readonly Dictionary<Guid, int> places = [];

    public BilledGroup Make()
    {
        var products = accounts.SelectMany(a => index.Products[a.Id]).OrderBy(p => p.ProductId).ToList();
        var lines = Lines();
        for (var i = 0; i < lines.Count; i++) places[lines[i].Id] = i;
        var subscribed = Subscribed(products);
        var oneOffs = accounts.SelectMany((a, i) => index.OneOffs[a.Id].Select(c => (Account: i, Charge: c))).OrderBy(x => x.Charge.Id).ToList();
        var input = new BillInput
        {
            Period = rows.Period, Next = rows.Next, Lines = lines, Accounts = accounts.Count, Products = subscribed,
            Pools = [.. subscribed.SelectMany(p => index.Rests[p.Product].Select(r => Carried(p, r)).OfType<Pool>()).OrderBy(p => p.Id)],
            Advanced = [.. products.SelectMany(p => index.Advances[p.ProductId]).OrderBy(a => a.ProductId).ThenBy(a => a.Code, StringComparer.Ordinal).Select(a => new Advanced(a.ProductId, a.Code, a.Amount.Minor))],
            Events = [.. lines.SelectMany((line, at) => index.Events[line.Id].Select(e => Event(e, at)))],
            OneOffs = [.. oneOffs.Select(x => new OneOff(x.Account, x.Charge.LineId is { } line ? places.GetValueOrDefault(line, -1) : -1, x.Charge.Code, x.Charge.Name, x.Charge.Amount.Minor, new TaxTerm([new TaxShare(x.Charge.TaxClass, 1)])))],
            Taxes = basis.Taxes, Policy = policy,
        };
        return new BilledGroup(input, accounts, [.. lines.Select(Named)], products.ToDictionary(p => p.ProductId, p => p.Kind), PaidBy(lines), [.. oneOffs.Select(x => (x.Charge.AccountId, x.Charge.Id))],
            [.. subscribed.SelectMany(p => index.Rests[p.Product])], basis);
    }

    // What an account has without a line hangs on a line of the account's own id, which no event can name.
    List<(Guid Id, int Account)> Lines() =>
        [.. accounts.SelectMany((account, i) => index.Lines[account.Id].Select(l => (l.LineId, i)))
            .Concat(accounts.Select((account, i) => (account.Id, i)).Where(a => index.Products[a.Id].Any(IsOfAccount)))
            .OrderBy(l => l.Item1)];

    bool IsOfAccount(HeldProductRow product) => product.LineId is not { } line || !own.Contains(line);

    BilledLine Named((Guid Id, int Account) line) => line.Id == accounts[line.Account].Id ? new BilledLine(null, null)
        : new BilledLine(line.Id, index.KnownBy[line.Id].OrderByDescending(k => k.From).FirstOrDefault()?.Value);

    ILookup<Guid, PaymentResponsibility> PaidBy(List<(Guid Id, int Account)> lines)
    {
        var known = accounts.Select(a => a.Id).ToHashSet();
        return lines.SelectMany(l => index.PaidBy[l.Id]).Where(r => known.Contains(r.AccountId)).ToLookup(r => r.LineId);
    }

    List<Subscribed> Subscribed(List<HeldProductRow> products)
    {
        var made = new List<Subscribed>(products.Count);
        foreach (var product in products)
        {
            if (basis.Find(product.OfferVersionId) is not { } tariff) continue; // a version that was removed has no terms
            var line = product.LineId is { } id && places.TryGetValue(id, out var known) ? known : places[product.AccountId];
            var (from, to) = Days(product, products, tariff);
            made.Add(new Subscribed
            {
                Product = product.ProductId, Tariff = tariff, Line = line, FromTicks = product.From.Ticks, ToTicks = product.To?.Ticks ?? long.MaxValue, From = from, To = to,
                SharedWith = [.. index.Shares[product.ProductId].Select(s => places.GetValueOrDefault(s.LineId, -1)).Where(p => p >= 0).Distinct().Order()],
                PeriodsBefore = PeriodsBetween(from), Suspended = product.LineId is { } of ? Rests(of) : [],
                Negotiated = product.NegotiatedMonthly is { } agreed ? NegotiatedMonthly.Of(tariff.Terms, agreed) : new Dictionary<string, Money>(StringComparer.Ordinal),
            });
        }
        return made;
    }

    /// <summary>The first and the last day that are charged. The day on which a plan follows another is one's alone.</summary>
    (DateOnly From, DateOnly? To) Days(HeldProductRow product, List<HeldProductRow> all, Tariff tariff)
    {
        var from = house.DayOf(product.From);
        if (all.Exists(p => IsFollowedBy(p, product)) && tariff.Terms.ChangeDay == ChangeDay.Old && house.StartOf(from) != product.From) from = from.AddDays(1);
        if (product.To is not { } end) return (from, null);
        var to = house.DayOf(end);
        var isWhole = house.StartOf(to) != end
            && (all.Find(p => IsFollowedBy(product, p)) is not { } next || basis.Find(next.OfferVersionId)?.Terms.ChangeDay == ChangeDay.Old);
        return (from, isWhole ? to : to.AddDays(-1));
    }

    static bool IsFollowedBy(HeldProductRow one, HeldProductRow next) => one.LineId is not null && one.LineId == next.LineId && one.To == next.From && one.Kind == next.Kind && one.ProductId != next.ProductId;

    int PeriodsBetween(DateOnly from)
    {
        var first = Cycle.StartOf(from, rows.Period.From.Day);
        return Math.Max(0, ((rows.Period.From.Year - first.Year) * 12) + rows.Period.From.Month - first.Month);
    }

    // Days on which the line rested from midnight to midnight.
    List<(DateOnly From, DateOnly To)> Rests(Guid line)
    {
        var rests = new List<(DateOnly From, DateOnly To)>();
        foreach (var rest in index.Rested[line].OrderBy(r => r.From))
        {
            var from = house.DayOf(rest.From);
            if (house.StartOf(from) != rest.From) from = from.AddDays(1);
            var to = rest.To is { } end ? house.DayOf(end).AddDays(-1) : rows.Next.To;
            // Reasons may overlap: a day rests once.
            if (rests.Count > 0 && rests[^1].To >= from) from = rests[^1].To.AddDays(1);
            if (from <= to) rests.Add((from, to));
        }
        return rests;
    }

    Pool? Carried(Subscribed product, AllowanceRest rest)
    {
        if (product.Tariff.Terms.Allowances.FirstOrDefault(a => a.Code == rest.Code) is not { } term) return null;
        IReadOnlyList<int> lines = term.Shared ? [.. product.SharedWith.Append(product.Line).Distinct().Order()] : [product.Line];
        return new Pool(rest.PoolId, term.Covers, basis.Zones, rest.Left, term.Priority, rest.UsableFrom.Ticks, rest.Expires.Ticks, rest.Granted.Ticks, lines);
    }

    UsageEvent Event(EventRow row, int line) => new()
    {
        Id = row.Id, Start = row.Start.Ticks, Line = line, Seconds = row.Seconds, Quantity = row.Quantity, Kind = row.Kind, Direction = row.Direction,
        To = basis.Zones.Of(row.To), At = row.At is null ? Zones.Home : basis.Zones.Of(row.At),
    };
}
