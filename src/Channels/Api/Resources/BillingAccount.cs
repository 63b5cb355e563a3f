using System.Collections.Frozen;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Channels.Api.Resources;

/// <summary>The account that bills go to, with what it owes and holds.</summary>
internal static class BillingAccount
{
    /// <summary>An account beside its sums; the row of the listing, with what completion puts there.</summary>
    internal sealed class Row : IRow
    {
        public required ListedAccount Account { get; init; }
        public Guid Id { get; init; }
        public DateTime At { get; set; }
        public IReadOnlyList<ListedBalance> Balances { get; set; } = [];
    }

    public static readonly Resource Resource = new Resource<Row>(AccountManagement.Api, "billingAccount", f => f
        .Text("name", r => r.Account.Name, "家庭账户")
        .Text("state", r => r.Account.State, "open")
        .Choice("paymentMode", r => (PaymentMode?)r.Account.Mode, (PaymentMode.Postpaid, "postpaid"), (PaymentMode.Prepaid, "prepaid"))
        .Time("lastModified", r => r.Account.ClosedAt ?? r.Account.OpenedAt)
        .List("accountBalance", r => r.Balances, call => ListedBalances.Of(call.Db, call.Now), b => b.AccountId, g => g
            .Text("balanceType", b => b.Kind == null ? "ReceivableBalance" : b.Kind == "Cash" ? "DepositBalance" : b.Kind + "Balance", "DepositBalance")
            .Minor("amount", b => b.Minor)
            .Object("validFor", v => v.Moment("startDateTime")))
        .Single("relatedParty", g => g
            .Id("id", r => r.Account.HolderPartyId).Href("href", r => PartyParts.PathOf(r.Account.HolderKind), r => r.Account.HolderPartyId).Text("name", r => r.Account.HolderName)
            .Choice("@referredType", r => (PartyKind?)r.Account.HolderKind, (PartyKind.Person, "Individual"), (PartyKind.Organisation, "Organization")).Fixed("role", "owner"))
        .Object("billStructure", g => g
            .Object("cycleSpecification", c => c.Whole("billingDateShift", r => (long?)r.Account.CycleDay).Fixed("frequency", "monthly").Kept(Shape.Text, "id", "name")))
        .Text("accountNumber", r => r.Account.Number, "A2026110000000001")
        .Fixed("@type", "BillingAccount")
        .Kept(Shape.Text, "accountType", "description", "paymentStatus", "@baseType", "@schemaLocation")
        .Kept(Shape.Object, "creditLimit", "defaultPaymentMethod", "financialAccount")
        .Kept(Shape.List, "accountRelationship", "contact", "paymentPlan", "taxExemption")
        .Required("name", "relatedParty", "relatedParty.id", "relatedParty.@referredType", "relatedParty.name"))
    {
        Rows = call => ListedAccounts.Of(call.Db, call.Caller, call.Now).Select(a => new Row { Id = a.Id, Account = a }),
        Whose = r => r.Account.HolderPartyId,
        Complete = async (call, rows, ct) =>
        {
            var balances = await ListedBalances.ListAsync(call.Db, [.. rows.Select(r => r.Id)], call.Now, ct);
            foreach (var row in rows) row.Balances = [.. balances[row.Id]];
        },
        Impersonal = FrozenSet.Create(StringComparer.Ordinal, "id", "href", "accountBalance", "accountNumber", "state", "paymentMode"),
        Quick = (call, id, ct) => call.Caller.Can(CustomersPermissions.ReadAccounts) ? FindAsync(call, id, ct) : null,
        Create = (call, id, body, ct) => call.Get<OpenAccountHandler>().HandleAsync(
            new(id, PartyParts.Related(body)!.Value, body.Text("name"), Mode(body) ?? PaymentMode.Postpaid, body.Text("state"), CycleDay(body) ?? 1), call.Caller, ct),
        Change = (call, id, body, ct) => call.Get<ChangeAccountHandler>().HandleAsync(
            new(id, body.GivenText("name"), body.GivenText("state"), Mode(body), CycleDay(body), PartyParts.Related(body)), call.Caller, ct),
    };

    static async Task<Row?> FindAsync(Call call, Guid id, CancellationToken ct) =>
        await AccountBalances.FindAsync(call.Db, id, call.Now, ct) is { } found ? new Row { Id = id, Account = found.Account, Balances = found.Balances } : null;

    static PaymentMode? Mode(Body body) => (body.Text("paymentMode") ?? (body.Text("accountType") is { } type && type.Equals("prepaid", StringComparison.OrdinalIgnoreCase) ? type : null))?.ToLowerInvariant() switch { null => null, "prepaid" => PaymentMode.Prepaid, _ => PaymentMode.Postpaid };

    static int? CycleDay(Body body) => body.Object("billStructure")?.Object("cycleSpecification")?.Whole("billingDateShift") is { } day ? (int)Math.Clamp(day, int.MinValue, int.MaxValue) : null;
}
