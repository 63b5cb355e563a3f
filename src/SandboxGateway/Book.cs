using System.Security.Cryptography;

namespace Wangting.SandboxGateway;

internal enum Said { New, Repeat, Other, Unknown, NotPaid, TooMuch }

/// <summary>All payments and refunds. One lock: a sandbox need not be fast, it must be right.</summary>
internal sealed class Book
{
    readonly Lock gate = new();
    readonly Journal journal;
    readonly GatewayOptions options;
    readonly TimeProvider clock;
    readonly Dictionary<(string Merchant, string Reference), Payment> payments = [];
    readonly Dictionary<(string Merchant, string Reference), Refund> refunds = [];
    readonly Dictionary<string, Notification> notifications = new(StringComparer.Ordinal);
    readonly Dictionary<(string Merchant, string Reference), Mandate> mandates = [];
    readonly Dictionary<string, (string, string)> mandateByToken = new(StringComparer.Ordinal);
    readonly Dictionary<string, (string, string)> byToken = new(StringComparer.Ordinal);

    public Book(Journal journal, GatewayOptions options, TimeProvider clock)
    {
        (this.journal, this.options, this.clock) = (journal, options, clock);
        foreach (var entry in journal.Open()) Apply(entry);
    }

    DateTime Now => clock.GetUtcNow().UtcDateTime;

    public (Said, Payment) Order(string merchant, PaymentOrder order)
    {
        lock (gate)
        {
            if (payments.TryGetValue((merchant, order.MerchantReference), out var known)) return (known.Order == order ? Said.Repeat : Said.Other, Current(known));
            var payment = new Payment(merchant, order, "P-" + Guid.CreateVersion7().ToString("N"), Token(), Now, Now + options.Expires) { Method = order.Method };
            Record(new(payment));
            return (Said.New, payment);
        }
    }

    /// <summary>Whether a payment that names it may be taken.</summary>
    public bool IsAgreed(string merchant, string mandate)
    {
        lock (gate) return mandates.TryGetValue((merchant, mandate), out var known) && known.State == MandateState.Agreed;
    }

    public (Said, Mandate) Ask(string merchant, MandateOrder order)
    {
        lock (gate)
        {
            if (mandates.TryGetValue((merchant, order.MandateReference), out var known)) return (known.Order == order ? Said.Repeat : Said.Other, known);
            var mandate = new Mandate(merchant, order, "M-" + Guid.CreateVersion7().ToString("N"), Token(), Now);
            Record(new(Mandate: mandate));
            return (Said.New, mandate);
        }
    }

    public Mandate? FindMandate(string merchant, string reference)
    {
        lock (gate) return mandates.GetValueOrDefault((merchant, reference));
    }

    public Mandate? FindMandateByToken(string token)
    {
        lock (gate) return mandateByToken.TryGetValue(token, out var key) ? mandates[key] : null;
    }

    /// <summary>Moves a mandate on, where it can go there: from pending anywhere, from agreed to its end.</summary>
    public Mandate Move(Mandate asked, MandateState state, Means? method = null)
    {
        lock (gate)
        {
            var mandate = mandates[(asked.Merchant, asked.Order.MandateReference)];
            if (mandate.State != MandateState.Pending && (mandate.State, state) != (MandateState.Agreed, MandateState.Ended)) return mandate;
            var moved = mandate with { State = state, Method = method ?? mandate.Method, FinishedAt = Now };
            Record(new(Mandate: moved));
            return moved;
        }
    }

    public Payment? Find(string merchant, string reference)
    {
        lock (gate) return payments.TryGetValue((merchant, reference), out var payment) ? Current(payment) : null;
    }

    public Payment? FindByToken(string token)
    {
        lock (gate) return byToken.TryGetValue(token, out var key) ? Current(payments[key]) : null;
    }

    /// <summary>Decides a pending payment. A final one stays as it is, and comes back as it is.</summary>
    public (Payment Payment, Notification? News) Decide(Payment asked, PaymentState state, Means? method = null)
    {
        lock (gate)
        {
            var payment = Current(payments[(asked.Merchant, asked.Order.MerchantReference)]);
            return payment.State == PaymentState.Pending ? Finish(payment, state, method) : (payment, null);
        }
    }

    public (Said, Refund?, Notification? News) Refund(string merchant, RefundOrder order)
    {
        lock (gate)
        {
            if (refunds.TryGetValue((merchant, order.RefundReference), out var known)) return (known.Order == order ? Said.Repeat : Said.Other, known, null);
            if (!payments.TryGetValue((merchant, order.MerchantReference), out var payment)) return (Said.Unknown, null, null);
            if (payment.State != PaymentState.Approved || payment.Order.Currency != order.Currency) return (Said.NotPaid, null, null);
            if (order.AmountMinor > payment.Order.AmountMinor - payment.RefundedMinor) return (Said.TooMuch, null, null);
            var refund = new Refund(merchant, order, "R-" + Guid.CreateVersion7().ToString("N"), Now);
            var news = new Notification(merchant, payment.Order.NotifyUrl, new("N-" + Guid.CreateVersion7().ToString("N"), "refund", refund.GatewayReference,
                order.MerchantReference, order.RefundReference, order.AmountMinor, order.Currency, "done", Now));
            Record(new(payment with { RefundedMinor = payment.RefundedMinor + order.AmountMinor }, refund, news));
            return (Said.New, refund, news);
        }
    }

    public Refund? FindRefund(string merchant, string reference)
    {
        lock (gate) return refunds.GetValueOrDefault((merchant, reference));
    }

    public void Note(Notification notification)
    {
        lock (gate) Record(new(Notification: notification));
    }

    /// <summary>What merchants have still to be told, the payers who never came included.</summary>
    public IReadOnlyList<Notification> Untold()
    {
        lock (gate)
        {
            foreach (var payment in payments.Values.ToList()) Current(payment);
            return [.. notifications.Values.Where(n => n is { Received: false, Dropped: false })];
        }
    }

    public (IReadOnlyList<Payment> Payments, IReadOnlyList<Refund> Refunds, IReadOnlyList<Notification> Notifications) All()
    {
        lock (gate) return ([.. payments.Values], [.. refunds.Values], [.. notifications.Values]);
    }

    Payment Current(Payment payment) =>
        payment.State == PaymentState.Pending && payment.ExpiresAt <= Now ? Finish(payment, PaymentState.Expired, null).Payment : payment;

    (Payment Payment, Notification News) Finish(Payment payment, PaymentState state, Means? method)
    {
        var done = payment with { State = state, Method = method ?? payment.Method, FinishedAt = Now };
        var order = payment.Order;
        var news = new Notification(payment.Merchant, order.NotifyUrl, new("N-" + Guid.CreateVersion7().ToString("N"), "payment", payment.GatewayReference,
            order.MerchantReference, null, order.AmountMinor, order.Currency, state.ToString().ToLowerInvariant(), Now));
        Record(new(done, Notification: news));
        return (done, news);
    }

    void Record(JournalEntry entry)
    {
        journal.Write(entry);
        Apply(entry);
    }

    void Apply(JournalEntry entry)
    {
        if (entry.Payment is { } payment)
        {
            payments[(payment.Merchant, payment.Order.MerchantReference)] = payment;
            byToken[payment.Token] = (payment.Merchant, payment.Order.MerchantReference);
        }
        if (entry.Mandate is { } mandate)
        {
            mandates[(mandate.Merchant, mandate.Order.MandateReference)] = mandate;
            mandateByToken[mandate.Token] = (mandate.Merchant, mandate.Order.MandateReference);
        }
        if (entry.Refund is { } refund) refunds[(refund.Merchant, refund.Order.RefundReference)] = refund;
        if (entry.Notification is { } notification) notifications[notification.Body.NotificationId] = notification;
    }

    static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
