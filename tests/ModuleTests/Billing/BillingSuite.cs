using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Resources;
using Wangting.Storage;
using Wangting.Subscriptions;
using Wangting.Tests;

namespace Wangting.ModuleTests.Billing;

/// <summary>Scenarios about money: customers with an account each, a pretended bank, and the words for what they do.</summary>
public abstract class BillingSuite(DatabaseKind kind) : StorageSuite(kind)
{
    int keys;

    protected PretendBank Bank { get; } = new();

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Payments:PublicAddress", "https://hall.example")];

    protected override void Register(IServiceCollection services)
    {
        services.AddNotices().AddIdentity().AddCustomers().AddCatalogue().AddResources().AddSubscriptions().AddBilling();
        services.RemoveAll<IPaymentGateway>();
        services.AddSingleton<IPaymentGateway>(Bank);
        services.AddSingleton<OutboxDelivery>();
    }

    protected sealed record Household(Guid Person, Guid Customer, Guid Account, string Number)
    {
        public Caller Caller(DateTime now) => new() { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = Person, Proof = new Proof(Assurance.Proven, now) };
    }

    protected Caller As(Household who) => who.Caller(Now);

    protected string NewKey() => $"scenario-{++keys:D6}";

    protected Task<Household> MoveInAsync(AccountState state = AccountState.Open) => InDatabaseAsync(async db =>
    {
        var made = new Household(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), $"A{Guid.CreateVersion7():N}");
        db.Add(new Party { Id = made.Person, Kind = PartyKind.Person, CreatedAt = Now });
        db.Add(new Customer { Id = made.Customer, PartyId = made.Person, Number = $"C{made.Customer:N}", Since = Now });
        db.Add(new Account { Id = made.Account, CustomerId = made.Customer, HolderPartyId = made.Person, Number = made.Number, OpenedAt = Now, State = state });
        db.Add(new Grant { Id = Guid.CreateVersion7(), PersonId = made.Person, AccountId = made.Account, Rights = Right.All, Basis = GrantBasis.Holder, From = Now.AddYears(-1) });
        await db.SaveChangesAsync(Ct);
        return made;
    });

    protected PostBill BillOf(Household who, long minor, int month = 10, string? number = null) => new(number ?? $"B{Guid.CreateVersion7():N}", who.Account, who.Customer, who.Person,
        new DateOnly(2026, month, 1), new DateOnly(2026, month, 28), Now, new DateOnly(2026, month, 28).AddDays(20),
        [new BillCharge(ChargeKind.Plan, LocalText.Of("套餐", "Plan"), new Money(minor), new Money(minor / 20))]);

    protected async Task<string> BillAsync(Household who, long minor, int month = 10)
    {
        var bill = BillOf(who, minor, month);
        Assert.True((await InScopeAsync(s => s.GetRequiredService<PostBillHandler>().HandleAsync(bill, Caller.System, Ct))).Succeeded);
        return bill.Number;
    }

    protected Task<Outcome<PaymentIntent>> StartAsync(Household who, long minor, string? bill = null, string? key = null, string? account = null) =>
        InScopeAsync(s => s.GetRequiredService<StartPaymentHandler>().HandleAsync(new StartPayment(account ?? who.Number, new Money(minor), bill, key ?? NewKey()), As(who), Ct));

    protected Task<Outcome<PaymentPage>> PageAsync(Household who, Guid payment) =>
        InScopeAsync(s => s.GetRequiredService<RequestPaymentPageHandler>().HandleAsync(new RequestPaymentPage(payment), As(who), Ct));

    /// <summary>As a verified notification, or the answer to a question.</summary>
    protected Task<Outcome<PaymentIntent>> HearAsync(Guid payment, GatewayPayment told, IServiceProvider? node = null) =>
        InScopeAsync(node ?? Services, s => s.GetRequiredService<SettlePaymentHandler>().HandleAsync(new SettlePayment(payment, Bank.Name, told), Caller.System, Ct));

    protected async Task<Guid> PayAsync(Household who, long minor, string? bill = null)
    {
        var intent = (await StartAsync(who, minor, bill)).Value;
        Assert.True((await PageAsync(who, intent.Id)).Succeeded);
        Assert.Equal(PaymentState.Settled, (await HearAsync(intent.Id, Bank.Decide(intent.Id, GatewayState.Approved))).Value.State);
        return intent.Id;
    }

    protected Task<Outcome<PaymentIntent>> PayFromBalanceAsync(Household who, string bill, long? minor = null, string? key = null, IServiceProvider? node = null) =>
        InScopeAsync(node ?? Services, s => s.GetRequiredService<PayFromBalanceHandler>()
            .HandleAsync(new PayFromBalance(who.Number, bill, minor is { } m ? new Money(m) : null, key ?? NewKey()), As(who), Ct));

    protected Task GrantAsync(GrantBucket grant) => InScopeAsync(async s => Assert.True((await s.GetRequiredService<GrantBucketHandler>().HandleAsync(grant, Caller.System, Ct)).Succeeded));

    protected Task<long> OwedAsync(string bill) => InDatabaseAsync(async db => (await db.Set<Bill>().SingleAsync(b => b.Number == bill, Ct)).Outstanding.Minor);

    protected Task<long> HeldAsync(Household who) => InDatabaseAsync(async db => (await db.Set<Bucket>().Where(b => b.AccountId == who.Account).ToListAsync(Ct)).Sum(b => b.Balance.Minor));

    private protected Task<Payment> PaymentAsync(Guid id) => InDatabaseAsync(db => db.Set<Payment>().AsNoTracking().SingleAsync(p => p.Id == id, Ct));

    /// <summary>Delivers what is due, and what that makes due at once.</summary>
    protected async Task DeliverAsync()
    {
        while (await Services.GetRequiredService<OutboxDelivery>().DeliverDueAsync(Ct) > 0) { }
        Assert.Empty(await InDatabaseAsync(db => db.Set<OutboxMessage>().Where(m => m.LastError != null).Select(m => m.LastError).ToListAsync(Ct)));
    }

    protected async Task<LedgerFault?> FaultAsync() =>
        (await InScopeAsync(s => s.GetRequiredService<VerifyLedger>().HandleAsync(Caller.System, Ct))).Value.Wrong;

    protected static void AssertRefused<T>(string code, Outcome<T> outcome) => Assert.Equal(code, outcome.Refusal?.Code);
}
