using System.Text.Json;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Import;

internal static class BillingKinds
{
    // Events come by the million and cost little each: fewer, larger saves.
    const int UsageBatch = 4_000;

    // One amount column for each kind of charge: plan, add-on, voice …
    static readonly (ChargeKind Kind, string Field)[] ChargeFields = [.. Enum.GetValues<ChargeKind>().Select(k => (k, JsonNamingPolicy.KebabCaseLower.ConvertName(k.ToString())))];

    public static readonly ImportKind PaymentMethods = new("payment-methods",
        [Field.Reference("account"), Field.Choice<PaymentMethodKind>("method", required: true), Field.YesNo("automatic")],
        (services, records, ct) => ImportKinds.Of<AcceptPaymentMethods>(services).HandleAsync(records.Select(Method).ToList(), ct));

    public static readonly ImportKind Charges = new("charges",
        [Field.Reference("account"), Field.Choice<StatedChargeKind>("kind", required: true), Field.Money("amount", required: true), Field.Integer("months"), Field.Date("asOf")],
        (services, records, ct) => ImportKinds.Of<AcceptCharges>(services).HandleAsync(records.Select(Charge).ToList(), ct), SumBy: "kind");

    public static readonly ImportKind Bills = new("bills",
        [
            Field.Reference("account"), Field.Text("number", 60), Field.Reference("line", required: false), Field.Date("periodFrom", required: true), Field.Date("periodTo", required: true),
            Field.Time("issuedAt"), Field.Date("dueOn", required: true), Field.Money("total"), Field.Money("tax"), Field.Money("paid"),
            .. ChargeFields.Select(c => Field.Money(c.Field)),
        ],
        (services, records, ct) => ImportKinds.Of<AcceptBills>(services).HandleAsync(records.Select(Bill).ToList(), ct));

    public static readonly ImportKind Usage = new("usage",
        [
            Field.Reference("line", required: false), Field.Phone("number"), Field.Text("name", 60), Field.Choice<UsageKind>("kind", required: true), Field.Time("startedAt", required: true),
            Field.Integer("quantity", required: true), Field.Integer("chargedQuantity"), Field.Choice<UsageUnit>("unit", required: true), Field.Choice<UsageDirection>("direction"),
            Field.Text("peer", 40, personal: true), Field.Text("place", 100), Field.Money("charge"), Field.Integer("seconds"), Field.Text("to", 40), Field.Text("at", 40),
        ],
        UsageAsync, HasVersions: false, BatchRows: UsageBatch);

    // In the same turn as what they take back: it may stand in the same rows.
    public static readonly ImportKind UsageCancellations = new("usage-cancellations", [Field.Reference("cancels")], UsageAsync, HasVersions: false, BatchRows: UsageBatch, Turn: "usage");

    static Task<IReadOnlyList<Accepted>> UsageAsync(IServiceProvider services, IReadOnlyList<MappedRecord> records, CancellationToken ct) =>
        ImportKinds.Of<AcceptUsage>(services).HandleAsync(records.Select(r => r.Kind == UsageCancellations ? new IncomingUsage(r.Source) { Cancels = r.Needed("cancels") } : Event(r)).ToList(), ct);

    static IncomingPaymentMethod Method(MappedRecord r) => new(r.Source, r.Needed("account"), r.Choice<PaymentMethodKind>("method")!.Value, r.YesNo("automatic") ?? false);

    static IncomingCharge Charge(MappedRecord r) =>
        new(r.Source, r.Needed("account"), r.Choice<StatedChargeKind>("kind")!.Value, r.Money("amount")!.Value, r.Whole("months"), r.Date("asOf"));

    static IncomingBill Bill(MappedRecord r) => new(r.Source, r.Needed("account"), r.Date("periodFrom")!.Value, r.Date("periodTo")!.Value, r.Time("issuedAt"), r.Date("dueOn")!.Value,
        [.. ChargeFields.Where(c => r.Money(c.Field) is { IsZero: false }).Select(c => (c.Kind, r.Money(c.Field)!.Value))],
        r.Money("total"), r.Money("tax"), r.Money("paid"), r.Text("number"), r.Text("line"));

    static IncomingUsage Event(MappedRecord r) => new(r.Source)
    {
        Line = r.Text("line"), Number = r.Text("number") ?? r.Text("name")?.ToLowerInvariant(), Kind = r.Choice<UsageKind>("kind")!.Value, StartedAt = r.Moment("startedAt")!.Value,
        Quantity = r.Integer("quantity") ?? 0, Unit = r.Choice<UsageUnit>("unit")!.Value, Charge = r.Money("charge"), ChargedQuantity = r.Integer("chargedQuantity"),
        Direction = r.Choice<UsageDirection>("direction") ?? UsageDirection.Outgoing, Peer = r.Text("peer"), Place = r.Text("place"), Seconds = r.Integer("seconds"), ToZone = r.Text("to"), AtZone = r.Text("at"),
    };
}
