using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Kernel;
using static Wangting.Mirror.TolerantReader;

namespace Wangting.Mirror;

/// <summary>TMF676: payments. Ours is known there by its correlator, which is our payment's id.</summary>
internal sealed class TmForumPayments(OwnersServer server, TolerantReader reader, IOptions<MirrorOptions> options, IOptions<OperatorOptions> house) : IOwnersPayments
{
    internal const string Client = "mirror-payments";

    public async Task<Outcome<OwnersPayment>> FindAsync(Guid payment, string account, CancellationToken ct)
    {
        var correlator = payment.ToString("D");
        if ((await server.ListAsync(Client, options.Value.PaymentManagement, "correlatorId=" + correlator, ct)).IsRefused(out var no, out var listed)) return no;
        if (Try(() => listed.Where(p => Word(Find(p, "correlatorId")) is { } said && said.Equals(correlator, StringComparison.OrdinalIgnoreCase)).ToArray(), "payments").IsRefused(out no, out var ours)) return no;
        // An owner that cannot filter by it, or writes it and does not give it back, cannot be asked: sending again would be a guess.
        if (ours.Length == 0) return listed.Count == 0 ? OwnersPayment.Unknown : OwnersServer.Wrong("payments that are not the one asked for");
        if (ours.Length > 1) return OwnersServer.Wrong($"payment {correlator} stands there {ours.Length} times");
        return Read(ours[0], account);
    }

    public async Task<Outcome<OwnersPayment>> SendAsync(PaymentForOwner payment, CancellationToken ct)
    {
        if ((await server.PostAsync(Client, options.Value.PaymentManagement, Write(payment), payment.Id.ToString("D"), ct)).IsRefused(out var no, out var answer)) return no;
        if (OwnersServer.IsGood(answer.Status)) return Read(answer.Body, payment.Account);
        return answer.Status switch
        {
            // Conflict may well say that it is there already: who asks, knows.
            HttpStatusCode.Conflict => await FindAsync(payment.Id, payment.Account, ct) is var found && found.Succeeded && found.Value.State == OwnersPaymentState.Unknown ? Refused(answer) : found,
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.UnprocessableEntity or HttpStatusCode.MethodNotAllowed or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType => Refused(answer),
            // Not let in, not now, or a fault: it is no answer about the payment.
            _ => Refusal.Unavailable("mirror.unreachable"),
        };
    }

    Outcome<OwnersPayment> Read(JsonElement payment, string account) => Try(() =>
    {
        if (Reference(Find(payment, "account")) is { } whose && whose != account) throw new WrongAnswer("of another account");
        var amount = reader.Sum(Find(payment, "totalAmount", "amount")) ?? throw new WrongAnswer("without an amount");
        var state = Word(Find(payment, "status", "state"))?.ToLowerInvariant() switch
        {
            "rejected" or "failed" or "declined" or "expired" or "cancelled" or "canceled" or "denied" or "refused" => OwnersPaymentState.Refused,
            "pending" or "held" or "inprogress" or "initialized" or "acknowledged" => OwnersPaymentState.UnderWay,
            _ => OwnersPaymentState.Booked,
        };
        return new OwnersPayment(state, Reference(payment), amount, state == OwnersPaymentState.Refused ? Word(Find(payment, "statusReason")) ?? "The owner rejected it." : null);
    }, "payment");

    static OwnersPayment Refused(OwnersAnswer answer) => new(OwnersPaymentState.Refused, Why: Try(() => Words(answer), "refusal").Match(w => w, _ => answer.Status.ToString()));

    static string Words(OwnersAnswer answer) => string.Create(CultureInfo.InvariantCulture, $"{(int)answer.Status} {Said(answer.Body, "code")} {Said(answer.Body, "reason")} {Said(answer.Body, "message")}").Trim();

    static string? Said(JsonElement error, string name) => Find(error, name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } said ? Word(said) : null;

    byte[] Write(PaymentForOwner payment)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("correlatorId", payment.Id.ToString("D"));
            json.WriteString("paymentDate", payment.PaidAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            json.WriteStartObject("account");
            json.WriteString("id", payment.Account);
            json.WriteString("@referredType", "BillingAccount");
            json.WriteEndObject();
            json.WriteStartObject("paymentMethod");
            json.WriteString("id", payment.Method);
            json.WriteString("name", payment.Method);
            json.WriteString("@type", "PaymentMethodRef");
            json.WriteEndObject();
            Sum(json, "amount", payment);
            Sum(json, "totalAmount", payment);
            json.WriteStartObject("channel");
            json.WriteString("id", "wangting");
            json.WriteString("name", house.Value.Name);
            json.WriteEndObject();
            if (payment.Bill is { } bill)
            {
                json.WriteStartArray("paymentItem");
                json.WriteStartObject();
                json.WriteString("id", "1");
                Sum(json, "amount", payment);
                Sum(json, "totalAmount", payment);
                json.WriteStartObject("item");
                json.WriteString("id", bill);
                json.WriteString("@referredType", "CustomerBill");
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndArray();
            }
            json.WriteString("@type", "Payment");
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    void Sum(Utf8JsonWriter json, string name, PaymentForOwner payment)
    {
        json.WriteStartObject(name);
        json.WriteString("unit", payment.Currency);
        json.WriteNumber("value", payment.Amount.Minor / (decimal)Math.Pow(10, house.Value.CurrencyDigits));
        json.WriteEndObject();
    }
}
