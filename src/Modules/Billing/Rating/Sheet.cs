using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing.Rating;

/// <summary>The charges of a group while they are put together: each with what reductions have left of it.</summary>
internal sealed class Sheet(BillInput input)
{
    public sealed class Row
    {
        public required int Account { get; init; }
        public required int Line { get; init; }
        public required Guid Product { get; init; }
        public required ChargeSource Source { get; init; }
        public required string Code { get; init; }
        public required LocalText Name { get; init; }
        public required TaxTerm Tax { get; init; }
        public required long Amount { get; init; }
        public UsageCharge? Usage { get; init; }
        /// <summary>Of a charge that reductions look at.</summary>
        public long Left { get; set; }
    }

    public List<Row> Rows { get; } = [];

    /// <summary>Nothing is written for nothing, but use that cost nothing is still told.</summary>
    public void Add(int line, Guid product, ChargeSource source, string code, LocalText name, long amount, TaxTerm tax, UsageCharge? usage = null, int? account = null)
    {
        if (amount == 0 && usage is null) return;
        Rows.Add(new Row { Account = account ?? input.Lines[line].Account, Line = line, Product = product, Source = source, Code = code, Name = name, Tax = tax, Amount = amount, Left = amount, Usage = usage });
    }

    public void AddOneOff(OneOff one) => Add(one.Line, Guid.Empty, ChargeSource.OneOff, one.Code, one.Name, one.Amount, one.Tax, account: one.Account);

    /// <summary>Takes an amount off some charges, each by its share of what is left, and says so in lines of its own: one for each
    /// way of taxing, so that a reduction lowers the tax of the very charges it is of.</summary>
    public void TakeOff(long amount, IReadOnlyList<Row> from, Subscribed of, ChargeSource source, string code, LocalText name)
    {
        if (amount == 0) return;
        var parts = new Money(amount).Split([.. from.Select(r => r.Left)]);
        for (var i = 0; i < parts.Length; i++) from[i].Left -= parts[i].Minor;
        foreach (var same in from.Zip(parts).GroupBy(x => (x.First.Account, x.First.Line, x.First.Tax)))
            Add(same.Key.Line, of.Product, source, code, name, -same.Sum(x => x.Second.Minor), same.Key.Tax, account: same.Key.Account);
    }
}
