using System.Text.Json;
using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Kernel;
using static Wangting.Mirror.TolerantReader;

namespace Wangting.Mirror;

/// <summary>TMF678: an account's bills.</summary>
internal sealed class TmForumBills(OwnersServer server, TolerantReader reader, IOptions<MirrorOptions> options) : IOwnersBills
{
    internal const string Client = "mirror-bills";
    static readonly string[] NotIssued = ["onhold", "validated"];

    public async Task<Outcome<IReadOnlyList<OwnersBill>>> ListAsync(string account, CancellationToken ct)
    {
        if ((await server.ListAsync(Client, options.Value.CustomerBillManagement, "billingAccount.id=" + Uri.EscapeDataString(account), ct)).IsRefused(out var no, out var listed)) return no;
        var bills = new List<OwnersBill>(listed.Count);
        foreach (var bill in listed)
        {
            if (Try(() => new { Bill = Read(bill, account) }, "bill " + Shown(bill)).IsRefused(out no, out var read)) return no;
            if (read.Bill is not null) bills.Add(read.Bill);
        }
        return bills;
    }

    public async Task<Outcome<bool>> IsThereAsync(string id, CancellationToken ct) =>
        (await server.FindAsync(Client, options.Value.CustomerBillManagement, id, ct)).IsRefused(out var no, out var found) ? no : found is not null;

    public async Task<Outcome<IReadOnlyList<OwnersCharge>>> ChargesAsync(string bill, CancellationToken ct)
    {
        if (options.Value.ChargesPath.Length == 0) return new List<OwnersCharge>();
        var rates = new OwnersApi { Address = options.Value.CustomerBillManagement.Address, Path = options.Value.ChargesPath, PageSize = options.Value.CustomerBillManagement.PageSize };
        if ((await server.ListAsync(Client, rates, "bill.id=" + Uri.EscapeDataString(bill), ct, optional: true)).IsRefused(out var no, out var listed)) return no;
        return Try(() => listed.Select(rate => ReadCharge(rate, bill)).ToList(), "charges").Match<Outcome<IReadOnlyList<OwnersCharge>>>(charges => charges, why => why);
    }

    internal OwnersCharge ReadCharge(JsonElement rate, string bill)
    {
        if (Reference(Find(rate, "bill")) != bill) throw new WrongAnswer("of another bill");
        var amount = reader.Sum(Find(rate, "taxIncludedAmount", "amount")) ?? throw new WrongAnswer("without an amount");
        var tax = reader.Sum(Find(rate, "taxExcludedAmount")) is { } net ? amount - net : Each(Find(rate, "appliedTax")).Aggregate(Money.Zero, (sum, item) => sum + (reader.Sum(Find(item, "taxAmount")) ?? Money.Zero));
        var type = (Word(Find(rate, "type")) ?? "").Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        // A number would be taken for the place of a kind among the others.
        var kind = type.All(char.IsAsciiLetter) && Enum.TryParse<ChargeKind>(type, ignoreCase: true, out var known) ? known : ChargeKind.Other;
        var number = Each(Find(rate, "characteristic")).Where(c => Word(Find(c, "name")) == "serviceNumber").Select(c => Word(Find(c, "value"))).FirstOrDefault();
        return new OwnersCharge(kind, Word(Find(rate, "name", "description")) ?? throw new WrongAnswer("a charge without a name"), number, amount, tax);
    }

    /// <summary>Null for a bill that its owner has not issued yet.</summary>
    internal OwnersBill? Read(JsonElement bill, string account)
    {
        // A filter that the owner passed over would bring everybody's bills: whose each is, is looked at.
        var whose = Reference(Find(bill, "billingAccount")) ?? Reference(Find(bill, "financialAccount")) ?? throw new WrongAnswer("names no account");
        if (whose != account) throw new WrongAnswer("of another account");
        var id = Reference(bill) ?? throw new WrongAnswer("has no id");
        var state = Word(Find(bill, "state"))?.ToLowerInvariant();
        if (NotIssued.Contains(state)) return null;
        var total = reader.Sum(Find(bill, "taxIncludedAmount", "totalAmount", "amountDue")) ?? throw new WrongAnswer("has no total");
        var excluded = reader.Sum(Find(bill, "taxExcludedAmount"));
        var tax = excluded is { } net ? total - net : Each(Find(bill, "taxItem")).Aggregate(Money.Zero, (sum, item) => sum + (reader.Sum(Find(item, "taxAmount")) ?? Money.Zero));
        var issued = reader.Instant(Find(bill, "billDate", "lastUpdate")) ?? throw new WrongAnswer("has no date");
        var period = Find(bill, "billingPeriod");
        var from = period is { } p ? reader.Day(Find(p, "startDateTime", "startDate")) : null;
        var to = period is { } q && from is { } first ? reader.LastDay(Find(q, "endDateTime", "endDate"), first) : null;
        var day = DateOnly.FromDateTime(issued);
        return new OwnersBill(id, Word(Find(bill, "billNo")) ?? id, from ?? to ?? day, to ?? from ?? day, issued, reader.Day(Find(bill, "paymentDueDate")) ?? day,
            total, tax, Outstanding(bill, state, total), TmForumAccounts.Holder(Find(bill, "relatedParty")));
    }

    // What remains, in the words the owner has for it: said outright, by its state, by what was paid, or not at all.
    Money Outstanding(JsonElement bill, string? state, Money total)
    {
        if (reader.Sum(Find(bill, "remainingAmount")) is { } said) return said;
        if (state is "settled" or "paid") return Money.Zero;
        var applied = Each(Find(bill, "appliedPayment")).Aggregate(Money.Zero, (sum, part) => sum + (reader.Sum(Find(part, "appliedAmount")) ?? Money.Zero));
        return Money.Max(Money.Zero, total - applied);
    }

    static string Shown(JsonElement bill) => Try(() => Reference(bill), "") is { Succeeded: true, Value: { Length: <= 60 } id } ? id : "without id";
}
