using Microsoft.Extensions.Options;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <param name="Holding">Key of what to look at (<see cref="HomeView.KeyOf"/>); null for the first.</param>
public sealed record ViewHome(string? Holding = null);

/// <summary>A bill in a few words.</summary>
public sealed record BillBrief(Guid Id, string Number, DateOnly PeriodFrom, DateOnly PeriodTo, DateOnly DueOn, Money Total, Money Outstanding)
{
    public bool IsOverdue(DateOnly today) => Outstanding.IsPositive && DueOn < today;
}

/// <summary>How the newest bill differs from the one before, kind by kind of charge; the parts add up to the whole.</summary>
public sealed record BillDifference(Money Whole, IReadOnlyList<(ChargeKind Kind, Money Change)> Parts);

public sealed record PaymentUnderWay(Guid Id, Money Amount, PaymentState State, DateTime StartedAt);

/// <summary>A notice about service or money, in the words it was sent in.</summary>
public sealed record NoticeBrief(Guid Id, DateTime At, string Body);

/// <summary>Something the line may not do now.</summary>
public sealed record LineHeld(RestrictionReason Reason, RestrictionScope Scope, DateTime From);

/// <summary>What have I, what do I owe, what is under way.</summary>
/// <param name="Chosen">Null when there is nothing to look at.</param>
/// <param name="Available">Null when the caller may not see the account's money.</param>
/// <param name="Monthly">Sum of the monthly fees running on the account.</param>
/// <param name="UsedBeyond">What use beyond the allowances has cost since <paramref name="MonthFrom"/>.</param>
/// <param name="Told">The latest notices of the last month, newest first.</param>
/// <param name="Due">Bills to be paid, the first due first.</param>
public sealed record HomeView(ReaderView Reader, IReadOnlyList<Holding> Holdings, Holding? Chosen, Money? Available, Money Monthly, Money UsedBeyond,
    DateOnly MonthFrom, DateOnly NextBillOn, IReadOnlyList<BillBrief> Due, BillBrief? Newest, BillDifference? Difference,
    IReadOnlyList<AllowanceLeft> Left, IReadOnlyList<PaymentUnderWay> UnderWay, IReadOnlyList<NoticeBrief> Told, DateOnly Today)
{
    /// <summary>How old the account's figures are; null when they are our own.</summary>
    public Freshness? Freshness { get; init; }

    /// <summary>What the chosen line may not do, the hardest first.</summary>
    public IReadOnlyList<LineHeld> Held { get; init; } = [];
    /// <summary>Where debt holds the line: what must be paid for that to end.</summary>
    public Money ToLift { get; init; }

    /// <summary>Everything it shows hangs on the person, an account or a line in the list. Not so for who looks after an organisation,
    /// whose lines come and go without naming them, nor beyond the end of the list, nor where another system owns it: that changes
    /// without anything being changed here.</summary>
    public bool HoldsUntilChanged => Freshness is null && Reader.OrganisationId is null && Holdings.Count < ListHoldings.Most;

    public Money Outstanding => Due.Aggregate(Money.Zero, (sum, bill) => sum + bill.Outstanding);

    /// <summary>By what an address names a line or account.</summary>
    public static string KeyOf(Holding holding) => holding.LineId is { } line ? "l" + line.ToString("N") : "a" + holding.AccountId?.ToString("N");
}

/// <summary>Whose home, of what: all that the answer depends on beside what is stored and the day.</summary>
public sealed record HomeKey(Guid Person, string? Holding);

/// <summary>The home of whoever came: three statements, whatever they have; and none when nothing of it has changed.</summary>
public sealed class ViewHomeHandler(PortalDbContext db, ViewReader readers, ListHoldings list, KeepFresh fresh, TimeProvider clock, IOptions<OperatorOptions> owner, Changes changes, Kept<HomeKey, HomeView> kept)
{
    static readonly TimeSpan ToldFor = TimeSpan.FromDays(30);

    public async Task<Outcome<HomeView>> HandleAsync(ViewHome query, Caller caller, CancellationToken ct)
    {
        if (await readers.HandleAsync(caller, ct) is not { } reader) return Refusal.NotFound("home.nobody");
        var key = new HomeKey(caller.SubjectId, query.Holding);
        // Another day has other dues and allowances without anything being changed.
        if (kept.Find(key) is { } known && known.Today == owner.Value.DayOf(clock.GetUtcNow().UtcDateTime)) return ReferenceEquals(known.Reader, reader) ? known : known with { Reader = reader };
        var since = changes.Begin();
        var asked = await ReadAsync(query, reader, caller, ct);
        if (!asked.IsRefused(out _, out var home) && home.HoldsUntilChanged) kept.Keep(key, home, since, [reader.PersonId, .. home.Holdings.SelectMany(About)]);
        return asked;
    }

    static IEnumerable<Guid> About(Holding holding)
    {
        if (holding.AccountId is { } account) yield return account;
        if (holding.LineId is { } line) yield return line;
    }

    async Task<Outcome<HomeView>> ReadAsync(ViewHome query, ReaderView reader, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = owner.Value.DayOf(now);
        var holdings = await list.HandleAsync(caller, ct);
        var chosen = query.Holding is null ? (holdings.Count == 0 ? null : holdings[0]) : holdings.FirstOrDefault(h => HomeView.KeyOf(h) == query.Holding);
        if (chosen is null && query.Holding is not null) return Refusal.NotFound("holding.not_found");

        var monthFrom = Cycle.StartOf(today, chosen?.CycleDay ?? 1);
        var freshness = chosen?.AccountId is { } account ? await fresh.HandleAsync([account], ct) : null;
        var rows = await AccountMoment.ReadAsync(db, caller, chosen, now, today, owner.Value.StartOf(monthFrom), now - ToldFor, ct);
        var of = rows.ToLookup(r => r.What);
        var newest = of[AccountMoment.Newest].OrderByDescending(r => r.From).Select(Brief).ToArray();
        LineHeld[] held = [.. of[AccountMoment.Restricted].Select(r => new LineHeld(Enum.Parse<RestrictionReason>(r.Kind!), Enum.Parse<RestrictionScope>(r.Name!), r.At!.Value)).OrderByDescending(h => h.Scope).ThenBy(h => h.From)];
        // One question more for the few whom debt holds.
        var toLift = chosen is { AccountId: { } owing, AccountHolder: { } holder } && held.Any(h => h.Reason == RestrictionReason.Debt) ? await DunnedBill.OverdueAsync(db, owner.Value, owing, holder, today, ct) : Money.Zero;
        return new HomeView(reader, holdings, chosen,
            chosen?.AccountId is null ? null : of[AccountMoment.Funds].Aggregate(Money.Zero, (sum, r) => sum + Usable(r, now, today)),
            of[AccountMoment.Fee].Aggregate(Money.Zero, (sum, r) => sum + new Money(r.A)),
            of[AccountMoment.Use].Aggregate(Money.Zero, (sum, r) => sum + new Money(r.A)),
            monthFrom, Cycle.Next(monthFrom),
            [.. of[AccountMoment.Open].Select(Brief).OrderBy(b => b.DueOn).ThenBy(b => b.PeriodFrom)],
            newest.FirstOrDefault(), Differ(newest, of[AccountMoment.Charge]),
            [.. of[AccountMoment.Left].GroupBy(r => (r.Kind, r.Name)).Select(g => Left(g, today)).OrderBy(l => Order(l.Kind))],
            [.. of[AccountMoment.UnderWay].OrderByDescending(r => r.At).Select(r => new PaymentUnderWay(r.Id!.Value, new Money(r.A), Enum.Parse<PaymentState>(r.Kind!), r.At!.Value))],
            [.. of[AccountMoment.Told].OrderByDescending(r => r.At).Select(r => new NoticeBrief(r.Id!.Value, r.At!.Value, r.Name!))],
            today)
        { Freshness = freshness, Held = held, ToLift = toLift };
    }

    static Money Usable(MomentRow r, DateTime now, DateOnly today) =>
        Bucket.Usable(new Money(r.A), new Money(r.B ?? 0), r.At, r.C is { } monthly ? new Money(monthly) : null, r.From, now, today);

    static BillBrief Brief(MomentRow r) => new(r.Id!.Value, r.Name!, r.From!.Value, r.To!.Value, r.Day!.Value, new Money(r.A), new Money(r.B ?? 0));

    // Several products may give the same kind; people think of one figure.
    static AllowanceLeft Left(IGrouping<(string? Kind, string? Unit), MomentRow> rows, DateOnly today) =>
        AllowanceLeft.Of(Enum.Parse<UsageKind>(rows.Key.Kind!), Enum.Parse<UsageUnit>(rows.Key.Unit!), rows.Sum(r => r.A), rows.Sum(r => r.B ?? 0), rows.Min(r => r.From!.Value), rows.Max(r => r.To!.Value), today);

    static int Order(UsageKind kind) => kind switch { UsageKind.Data => 0, UsageKind.Voice => 1, UsageKind.Message => 2, _ => 3 };

    static BillDifference? Differ(BillBrief[] newest, IEnumerable<MomentRow> charges)
    {
        if (newest.Length < 2) return null;
        var sums = charges.ToLookup(c => c.Id!.Value);
        var parts = BillDifferences.Between(sums[newest[0].Id].Select(Part), sums[newest[1].Id].Select(Part));
        var whole = newest[0].Total - newest[1].Total;
        // Said only when it is exact: a bill whose lines do not add up to its total explains nothing.
        return parts.Aggregate(Money.Zero, (sum, p) => sum + p.Change) == whole ? new BillDifference(whole, parts) : null;

        static (ChargeKind, Money) Part(MomentRow r) => (Enum.Parse<ChargeKind>(r.Kind!), new Money(r.A));
    }
}
