using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.ChannelTests.Web;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.ChannelTests.Journeys;

/// <summary>What leads up to a refund: money paid in at the bank, then the end of the account's last line.</summary>
static class LeavingMoney
{
    /// <summary>Pays at the bank as the user of a number would; what bills do not take lies in the balance.</summary>
    public static async Task PayInAsync(this RunningHall hall, string number, string account, long minor)
    {
        var ct = TestContext.Current.CancellationToken;
        var payment = await hall.InScopeAsync(async s =>
        {
            var payer = await s.GetRequiredService<FindLineUserHandler>().HandleAsync(new(number, Channel.Terminal), ct);
            var started = (await s.GetRequiredService<StartPaymentHandler>().HandleAsync(new StartPayment(account, new Money(minor), null, "paid-before-leaving", "bank"), payer, ct)).Value;
            Assert.True((await s.GetRequiredService<RequestPaymentPageHandler>().HandleAsync(new RequestPaymentPage(started.Id), payer, ct)).Succeeded);
            return started.Id;
        });
        using var http = new HttpClient();
        using (var approved = await http.PostAsync(new Uri(hall.Bank, $"control/payments/{payment:N}/approve"), null, ct)) approved.EnsureSuccessStatusCode();
        // The bank tells it too, some time; hearing it twice moves nothing twice.
        await hall.InScopeAsync(async s =>
        {
            var gateway = s.GetRequiredService<IEnumerable<IPaymentGateway>>().Single(g => g.IsOpen);
            var told = new GatewayPayment("P-1", GatewayState.Approved, new Money(minor), "CNY", HandOver.Page, null);
            return Assert.IsType<PaymentIntent>((await s.GetRequiredService<SettlePaymentHandler>().HandleAsync(new SettlePayment(payment, gateway.Name, told), Caller.System, ct)).Value);
        });
    }

    /// <summary>Sends from an account as its holder would, who has just shown who they are.</summary>
    public static Task SendBalanceAsync(this RunningHall hall, string number, string account, string to, long minor) => hall.InScopeAsync(async s =>
    {
        var ct = TestContext.Current.CancellationToken;
        var holder = await s.GetRequiredService<FindLineUserHandler>().HandleAsync(new(number, Channel.Terminal), ct);
        var proven = holder with { Proof = new Proof(Assurance.Proven, hall.Clock.GetUtcNow().UtcDateTime) };
        return Assert.IsType<Guid>((await s.GetRequiredService<SendBalanceHandler>().HandleAsync(new SendBalance(account, to, new Money(minor), "sent-before-1"), proven, ct)).Value);
    });

    /// <summary>Takes back what was sent from a number's accounts a moment ago.</summary>
    public static Task TakeAllBackAsync(this RunningHall hall, string number) => hall.InScopeAsync(async s =>
    {
        var ct = TestContext.Current.CancellationToken;
        var sender = await s.GetRequiredService<FindLineUserHandler>().HandleAsync(new(number, Channel.Terminal), ct);
        var sent = await s.GetRequiredService<ListTransfers>().SentAsync(null, sender, ct);
        foreach (var one in sent) Assert.True((await s.GetRequiredService<TakeBackBalanceHandler>().HandleAsync(new(one.Id), sender, ct)).Succeeded);
        return sent.Count;
    });

    public static async Task EndLinesAsync(this RunningHall hall, string account)
    {
        var ct = TestContext.Current.CancellationToken;
        var lines = await hall.InScopeAsync(s => s.GetRequiredService<ListLines>().HandleAsync(Right.SeeBill, Caller.System, ct));
        foreach (var line in lines.Where(l => l.AccountNumber == account))
            Assert.True((await hall.InScopeAsync(s => s.GetRequiredService<CeaseLineHandler>().HandleAsync(new CeaseLine(line.Id, CeaseReason.Ceased), Caller.System, ct))).Succeeded);
    }
}
