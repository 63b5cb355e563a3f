using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Billing;

/// <summary>The words for scenarios of cycles. It is 23 November; October is closed and may be billed. Parts are of two accounts.</summary>
public abstract class Billing_a_cycle_words(DatabaseKind kind) : BillingSuite(kind)
{
    protected static readonly Caller Biller = new() { Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = Guid.CreateVersion7(), Permissions = new HashSet<string> { BillingPermissions.RunBills } };
    protected static readonly LocalText Name = LocalText.Of("价", "Price");

    protected static readonly OfferTerms Plan = new()
    {
        Recurring = [new RecurringTerm { Code = "fee", Name = Name, Amount = new Money(50_00), First = PartRule.Full }],
        Usage = [new UsageTerm { Code = "calls", Name = Name, Match = new UsageMatch { Kind = UsageKind.Voice }, Block = 60, Tiers = [new UsageTier(0, new UnitPrice(100_000))], Quantity = new Rounding(RoundingMode.Up, 60) }],
        Allowances = [new AllowanceTerm { Code = "minutes", Name = Name, Covers = [new UsageMatch { Kind = UsageKind.Voice }], Quantity = 600, RollOver = 1 }],
    };

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, new("Billing:Cycles:PartAccounts", "2")];

    protected sealed record Subscriber(Household Home, Guid Line, Guid Product);

    protected Task<Subscriber> SubscribeAsync(Household home, OfferTerms? terms = null, DateTime? from = null) => InDatabaseAsync(async db =>
    {
        var (offer, line) = (new Offer { Id = Guid.CreateVersion7(), Code = $"o-{Guid.CreateVersion7():N}", Kind = OfferKind.Plan, Name = Name }, new Line { Id = Guid.CreateVersion7(), CustomerId = home.Customer, AccountId = home.Account, HolderPartyId = home.Person, Kind = LineKind.Mobile, State = LineState.Active, From = Now.AddYears(-1) });
        var version = new OfferVersion { Id = Guid.CreateVersion7(), OfferId = offer.Id, Number = 1, State = OfferVersionState.Published, OnSaleFrom = Now.AddYears(-2), Terms = terms ?? Plan };
        var product = new Product { Id = Guid.CreateVersion7(), CustomerId = home.Customer, LineId = line.Id, AccountId = home.Account, OfferVersionId = version.Id, From = from ?? Now.AddYears(-1) };
        db.AddRange(offer, version, line, product);
        await db.SaveChangesAsync(Ct);
        return new Subscriber(home, line.Id, product.Id);
    });

    protected async Task<Subscriber> SubscribeAsync(OfferTerms? terms = null, DateTime? from = null) => await SubscribeAsync(await MoveInAsync(), terms, from);

    protected Task<Guid> CallAsync(Subscriber who, string at, long seconds, string? accepted = null) => InDatabaseAsync(async db =>
    {
        var started = At(at);
        var record = new UsageRecord
        {
            Id = Guid.CreateVersion7(), LineId = who.Line, Kind = UsageKind.Voice, Unit = UsageUnit.Second, Quantity = seconds, ChargedQuantity = seconds, Seconds = (int)seconds, StartedAt = started, RatedHere = true,
            AcceptedAt = accepted is null ? started.AddMinutes(5) : At(accepted), SourceSystem = "test", SourceId = Guid.CreateVersion7().ToString("N"),
        };
        db.Add(record);
        await db.SaveChangesAsync(Ct);
        return record.Id;
    });

    /// <summary>By the clock of Shanghai.</summary>
    protected static DateTime At(string local) => DateTime.Parse(local, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal).AddHours(-8);

    protected Task<Outcome<Guid>> StartAsync(int month = 10, bool trial = false) => InScopeAsync(s => s.GetRequiredService<StartBillRunHandler>().HandleAsync(new StartBillRun(1, new DateOnly(2026, month, 1), trial), Biller, Ct));

    protected async Task<BillRunView> RunAsync(int month = 10, bool trial = false, int workers = 1)
    {
        var run = (await StartAsync(month, trial)).Value;
        await Services.GetRequiredService<WorkOnRuns>().HandleAsync(run, workers, Ct);
        return (await InScopeAsync(s => s.GetRequiredService<ListBillRuns>().HandleAsync(Biller, Ct))).Value.Single(r => r.Id == run);
    }

    private protected Task<List<Bill>> BillsAsync(Subscriber who) => InDatabaseAsync(db => db.Set<Bill>().AsNoTracking().Include(b => b.Lines).Where(b => b.AccountId == who.Home.Account).OrderBy(b => b.PeriodFrom).ToListAsync(Ct));
}
