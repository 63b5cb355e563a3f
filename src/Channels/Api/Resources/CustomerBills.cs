using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Channels.Api.Resources;

/// <summary>TMF678: bills, their charges, and bills made on demand.</summary>
internal static class CustomerBills
{
    static readonly OpenApi Api = new("TMF678", "Customer Bill Management", "customerBillManagement/v4", "bill");
    internal const string BillPath = "customerBillManagement/v4/customerBill";

    public static IEnumerable<Resource> All => [Bill, OnDemand, Rate];

    static readonly Resource Bill = new Resource<ListedBill>(Api, "customerBill", f => f
        .Text("billNo", b => b.Number)
        .Time("billDate", b => b.IssuedAt).Time("lastUpdate", b => b.IssuedAt).Day("paymentDueDate", b => b.DueOn)
        .Object("billingPeriod", g => g.Day("startDateTime", b => b.PeriodFrom).Day("endDateTime", b => b.PeriodTo))
        .Text("state", b => b.State, "new")
        .Minor("amountDue", b => b.Outstanding).Minor("remainingAmount", b => b.Outstanding).Minor("taxIncludedAmount", b => b.Total).Minor("taxExcludedAmount", b => b.TaxExcluded)
        .Single("taxItem", g => g.Says(true).Minor("taxAmount", b => b.Tax))
        .Single("billDocument", g => g.Id("id", b => b.Id).Text("name", b => b.Number).Fixed("mimeType", "application/pdf").Address("url", b => "/bills/" + Uri.EscapeDataString(b.Number) + ".pdf"))
        .Ref("billingAccount", "accountManagement/v4/billingAccount", b => b.AccountId, b => b.AccountName, "BillingAccount")
        .Single("relatedParty", g => g.PartyRef(b => b.HolderPartyId, b => b.HolderKind, b => b.HolderName, "customer"))
        .List("appliedPayment", b => b.Payments, call => ListedBills.Payments(call.Db), p => p.BillId, g => g.Minor("appliedAmount", p => p.Minor).Ref("payment", "paymentManagement/v4/payment", p => p.PaymentId, null, "Payment"))
        .Fixed("@type", "CustomerBill")
        .Kept(Shape.Text, "category", "runType", "@baseType", "@schemaLocation").Kept(Shape.Time, "nextBillDate").Kept(Shape.Object, "financialAccount", "paymentMethod"))
    {
        Rows = call => ListedBills.Of(call.Db, call.Caller, call.Now),
        Whose = b => b.HolderPartyId,
        Complete = (call, rows, ct) => ListedBills.CompleteAsync(call.Db, rows, ct),
        Change = async (call, id, body, ct) => body.Text("state") is { } state ? await call.Get<MarkBillHandler>().HandleAsync(new(id, state), call.Caller, ct) : Done.Yes,
    };

    static readonly Resource OnDemand = new Resource<ListedBillRequest>(Api, "customerBillOnDemand", f => f
        .Text("name", r => r.Name).Text("description", r => r.Description).Text("state", r => r.State, "done").Time("lastUpdate", r => r.AskedAt)
        .Ref("billingAccount", "accountManagement/v4/billingAccount", r => r.AccountId, r => r.AccountName, "BillingAccount")
        .Ref("customerBill", BillPath, r => r.BillId, null, "CustomerBill")
        .Object("relatedParty", g => g.PartyRef(r => r.HolderPartyId, r => r.HolderKind, r => r.HolderName, "customer"))
        .Fixed("@type", "CustomerBillOnDemand").Kept(Shape.Text, "@baseType", "@schemaLocation"))
    {
        Rows = call => ListedBillRequests.Of(call.Db, call.Caller, call.Now),
        Whose = r => r.HolderPartyId,
        Create = (call, id, body, ct) =>
        {
            var (account, party) = (body.Object("billingAccount")?.Id("id"), body.Object("relatedParty")?.Id("id"));
            if (account is null && party is null) throw Problem.Missing("billingAccount.id");
            return call.Get<BillOnDemandHandler>().HandleAsync(new(id, account, party, body.Text("name"), body.Text("description")), call.Caller, ct);
        },
    };

    static readonly Resource Rate = new Resource<ListedBillLine>(Api, "appliedCustomerBillingRate", f => f
        .Words("name", l => l.Text).Boolean("isBilled", l => (bool?)(l.BillId != Guid.Empty)).Choice("type", l => (ChargeKind?)l.Kind, [.. Enum.GetValues<ChargeKind>().Select(k => (k, k.ToString()))])
        .Time("date", l => l.IssuedAt)
        .Ref("bill", BillPath, l => l.BillId, null, "CustomerBill")
        .Ref("billingAccount", "accountManagement/v4/billingAccount", l => l.AccountId, l => l.AccountName, "BillingAccount")
        .Object("periodCoverage", g => g.Day("startDateTime", l => l.PeriodFrom).Day("endDateTime", l => l.PeriodTo))
        .Minor("taxIncludedAmount", l => l.Amount).Minor("taxExcludedAmount", l => l.TaxExcluded)
        .Single("appliedTax", g => g.Says(true).Minor("taxAmount", l => l.Tax))
        .Single("characteristic", g => g.Text("value", l => l.ServiceIdentifier).Fixed("name", "serviceNumber"))
        .Fixed("@type", "AppliedCustomerBillingRate"))
    {
        Rows = call => ListedBills.Lines(call.Db, call.Caller, call.Now),
    };
}
