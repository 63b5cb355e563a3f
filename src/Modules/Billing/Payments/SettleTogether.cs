using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <param name="Trace">In which the audit says it was done.</param>
internal sealed record ToldOfPayment(SettlePayment Command, Caller Caller, Activity? Trace);

/// <summary>Acts on several gateways' words in one unit of work, each as if it were alone: payments to one account are
/// decided one after the other on the same bills, and what is told twice is done once.</summary>
internal sealed class SettleTogether(PortalDbContext db, Mirrored mirrored, TimeProvider clock)
{
    readonly GatewayAnswers answers = new(db, mirrored, clock);

    /// <returns>The answers in the order of the questions.</returns>
    public async Task<IReadOnlyList<Outcome<PaymentIntent>>> HandleAsync(IReadOnlyList<ToldOfPayment> told, CancellationToken ct) => (await db.OnceAsync<Outcome<PaymentIntent>[]>(async () =>
    {
        var (payments, books) = await LoadAsync([.. told.Select(t => t.Command.PaymentId)], ct);
        var outcomes = new Outcome<PaymentIntent>[told.Count];
        for (var i = 0; i < told.Count; i++)
        {
            var (command, caller, trace) = told[i];
            if (!payments.TryGetValue(command.PaymentId, out var payment) || payment.Gateway != command.Gateway)
            {
                outcomes[i] = Refusal.NotFound("payment.not_found");
                continue;
            }
            Activity.Current = trace is { IsStopped: false } ? trace : null;
            await answers.TakeAsync(payment, command.Told, caller, books, ct);
            outcomes[i] = StartPaymentHandler.IntentOf(payment);
        }
        Activity.Current = null;
        return outcomes;
    }, ct)).Value;

    // A payment beside its account's cash, its open advance and each open bill.
    sealed record Part(Payment Payment, Bucket? Cash, Advance? Advance, Bill? Bill);

    // Compiled for one model: a process that serves two databases has two. One statement, for the wait is for answers, not rows.
    static readonly ConditionalWeakTable<IModel, Func<PortalDbContext, Guid[], IAsyncEnumerable<Part>>> Compiled = [];

    static Func<PortalDbContext, Guid[], IAsyncEnumerable<Part>> Compile(IModel model) => EF.CompileAsyncQuery((PortalDbContext db, Guid[] ids) =>
        from payment in db.Set<Payment>()
        where ids.Contains(payment.Id)
        join bucket in db.Set<Bucket>().Where(b => b.Key == Bucket.CashKey) on payment.AccountId equals bucket.AccountId into buckets
        from cash in buckets.DefaultIfEmpty()
        join lent in db.Set<Advance>() on (Guid?)payment.AccountId equals lent.LiveAccountId into loans
        from advance in loans.DefaultIfEmpty()
        join due in db.Set<Bill>().Where(b => b.State != BillState.Paid) on payment.AccountId equals due.AccountId into dues
        from bill in dues.DefaultIfEmpty()
        select new Part(payment, cash, advance, bill));

    async Task<(Dictionary<Guid, Payment>, Books)> LoadAsync(Guid[] ids, CancellationToken ct)
    {
        // PostgreSQL supposes ten in a list it does not know: for fewer it would think a plan of their own worth making, each time.
        if (ids.Length < 12) Array.Resize(ref ids, 12);
        var payments = new Dictionary<Guid, Payment>(ids.Length);
        var cash = new Dictionary<Guid, Bucket>(ids.Length);
        var advances = new Dictionary<Guid, Advance>();
        var bills = new HashSet<Bill>();
        await foreach (var part in Compiled.GetValue(db.Model, Compile)(db, ids).WithCancellation(ct))
        {
            payments[part.Payment.Id] = part.Payment;
            if (part.Cash is { } bucket) cash[bucket.AccountId] = bucket;
            if (part.Advance is { } advance) advances[advance.AccountId] = advance;
            if (part.Bill is { } bill) bills.Add(bill);
        }
        return (payments, new Books(db, bills, cash, advances, await mirrored.AmongAsync([.. payments.Values.Select(p => p.AccountId)], ct)));
    }
}
