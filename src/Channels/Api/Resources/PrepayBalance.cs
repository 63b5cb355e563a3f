using Wangting.Billing;
using Wangting.Customers;

namespace Wangting.Channels.Api.Resources;

/// <summary>TMF654: buckets of money, and what other systems do to them.</summary>
internal static class PrepayBalance
{
    static readonly OpenApi Api = new("TMF654", "Prepay Balance Management", "prepayBalanceManagement/v4", "balance");

    public static IEnumerable<Resource> All => [Bucket, TopUp, Adjust, Reserve];

    static readonly Resource Bucket = new Resource<ListedBucket>(Api, "bucket", f => f
        .Text("name", b => b.Kind, "Cash")
        .Text("status", b => b.IsOver ? "expired" : "active", "active")
        .Fixed("usageType", "monetary")
        .Quantity("remainingValue", b => b.Balance)
        .Quantity("reservedValue", b => b.Reserved)
        .Time("confirmationDate", b => b.OpenedAt).Time("requestedDate", b => b.OpenedAt)
        .Object("validFor", g => g.Time("startDateTime", b => b.ExpiresAt == null ? null : b.OpenedAt).Time("endDateTime", b => b.ExpiresAt))
        .Ref("partyAccount", "accountManagement/v4/billingAccount", b => b.AccountId, b => b.AccountName, "BillingAccount")
        .Single("relatedParty", g => g
            .Id("id", b => b.HolderPartyId).Href("href", b => PartyParts.PathOf(b.HolderKind!.Value), b => b.HolderPartyId).Text("name", b => b.HolderName)
            .Choice("@referredType", b => b.HolderKind, (PartyKind.Person, "Individual"), (PartyKind.Organisation, "Organization")).Fixed("role", "owner"))
        .Fixed("@type", "Bucket")
        .Open("name", "relatedParty")
        .Kept(Shape.Text, "description", "remainingValueName", "@baseType", "@schemaLocation").Kept(Shape.Boolean, "isShared").Kept(Shape.List, "logicalResource", "product")
        .Required("usageType"))
    {
        Rows = call => ListedBuckets.Of(call.Db, call.Caller, call.Now),
        Whose = b => b.HolderPartyId,
        Create = (call, id, body, ct) =>
        {
            Money(body);
            // What lies in a bucket came by a top-up or an adjustment, with its own entry in the books.
            if (body.Quantity("remainingValue") is { IsZero: false }) throw new Problem(422, "bucket.opens_empty");
            return call.Get<OpenBucketHandler>().HandleAsync(new(id, body.Object("partyAccount")?.Id("id"), body.Object("validFor")?.Time("endDateTime")), call.Caller, ct);
        },
    };

    static readonly Resource TopUp = new Resource<ListedBalanceAct>(Api, "topupBalance", f => Act(f, "TopupBalance")
        .Ref("payment", "paymentManagement/v4/payment", a => a.PaymentId, null, "Payment")
        .Kept(Shape.Text, "voucher", "recurringPeriod").Kept(Shape.Boolean, "isAutoTopup").Kept(Shape.Whole, "numberOfPeriods").Kept(Shape.Object, "balanceTopup", "paymentMethod"))
    {
        Rows = call => ListedBalanceActs.Of(call.Db, BalanceActKind.TopUp, call.Caller, call.Now),
        CreateOnce = (call, id, body, ct) => body.Boolean("isAutoTopup") == true ? throw new Problem(422, "topup.once_only")
            : call.Get<TopUpHandler>().HandleAsync(new(Request(call, id, body)), call.Caller, ct),
    };

    static readonly Resource Adjust = new Resource<ListedBalanceAct>(Api, "adjustBalance", f => Act(f, "AdjustBalance")
        .Ref("reserveBalance", "prepayBalanceManagement/v4/reserveBalance", a => a.ReservationId, null, "ReserveBalance")
        .Kept(Shape.Text, "adjustType"))
    {
        Rows = call => ListedBalanceActs.Of(call.Db, BalanceActKind.Adjustment, call.Caller, call.Now),
        CreateOnce = (call, id, body, ct) => body.Text("adjustType") == "recurring" ? throw new Problem(422, "balance.adjust_once")
            : call.Get<AdjustBalanceHandler>().HandleAsync(new(Request(call, id, body), body.Object("reserveBalance")?.Id("id")), call.Caller, ct),
    };

    static readonly Resource Reserve = new Resource<ListedBalanceAct>(Api, "reserveBalance", f => Act(f, "ReserveBalance"))
    {
        Rows = call => ListedBalanceActs.Of(call.Db, BalanceActKind.Reservation, call.Caller, call.Now),
        CreateOnce = (call, id, body, ct) => call.Get<ReserveBalanceHandler>().HandleAsync(new(Request(call, id, body), body.Object("validFor")?.Time("endDateTime")), call.Caller, ct),
        // The one change there is: to let go.
        Change = (call, id, body, ct) => body.Text("status") == "cancelled" ? call.Get<ReleaseReservationHandler>().HandleAsync(new(id), call.Caller, ct)
            : throw new Problem(422, "reservation.only_cancelled"),
    };

    static Fields<ListedBalanceAct> Act(Fields<ListedBalanceAct> fields, string type) => fields
        .Quantity("amount", a => a.Amount)
        .Choice("status", a => (BalanceActState?)a.State, (BalanceActState.Done, "completed"), (BalanceActState.Held, "created"), (BalanceActState.Spent, "completed"), (BalanceActState.Released, "cancelled"))
        .Fixed("usageType", "monetary")
        .Text("reason", a => a.Reason)
        .Time("confirmationDate", a => a.AskedAt).Time("requestedDate", a => a.AskedAt)
        .Ref("bucket", "prepayBalanceManagement/v4/bucket", a => a.BucketId, null, "Bucket")
        .Ref("partyAccount", "accountManagement/v4/billingAccount", a => a.AccountId, a => a.AccountName, "BillingAccount")
        .Object("validFor", g => g.Time("startDateTime", a => a.ExpiresAt == null ? null : a.AskedAt).Time("endDateTime", a => a.ExpiresAt))
        .Object("channel", g => g.Text("id", a => a.Channel))
        .Fixed("@type", type)
        .Open("channel")
        .Kept(Shape.Text, "description", "correlatorId", "@baseType", "@schemaLocation").Kept(Shape.Object, "requestor").Kept(Shape.List, "logicalResource", "product", "relatedParty")
        .Required("amount", "amount.amount", "usageType");

    static BalanceRequest Request(Call call, Guid id, Body body)
    {
        Money(body);
        var (bucket, account) = (body.Object("bucket")?.Id("id"), body.Object("partyAccount")?.Id("id"));
        // The standard wants the bucket; an account that nobody has paid into yet has none to name.
        if (bucket is null && account is null) throw Problem.Missing("bucket.id");
        return new(id, bucket, account, body.Quantity("amount")!.Value, body.Text("reason") ?? body.Text("description"), call.RequestKey ?? body.Text("correlatorId"));
    }

    static void Money(Body body)
    {
        if (body.Text("usageType") != "monetary") throw new Problem(422, "balance.money_only");
    }
}
