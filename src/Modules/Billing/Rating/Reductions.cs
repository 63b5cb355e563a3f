using Wangting.Catalogue;

namespace Wangting.Billing.Rating;

/// <summary>Discounts, then caps, then minimums, then credits. Each in its order, whatever the order in which products are named.</summary>
internal static class Reductions
{
    public static void Apply(BillInput input, Sheet sheet)
    {
        var held = input.Products.Where(p => p.IsHeldIn(input.Period)).OrderBy(p => p.Line).ThenBy(p => p.Product).ToArray();
        Discount(input, sheet, held);
        foreach (var kind in (LimitKind[])[LimitKind.Cap, LimitKind.Minimum])
            foreach (var (of, term) in held.SelectMany(p => p.Terms.Limits.Where(l => l.Kind == kind).Select(l => (p, l))))
                Limit(input, sheet, of, term);
        foreach (var (of, term) in held.SelectMany(p => p.Terms.Credits.Select(c => (p, c))))
        {
            if (of.Promoted < term.FromPeriod || of.Promoted >= term.FromPeriod + term.Periods) continue;
            var account = input.Lines[of.Line].Account;
            var from = sheet.Rows.Where(r => r.Account == account && r.Left > 0 && r.Source != ChargeSource.Deposit).ToArray();
            sheet.TakeOff(Math.Min(of.Price(term.Code, term.Amount).Minor, from.Sum(r => r.Left)), from, of, ChargeSource.Credit, term.Code, term.Name);
        }
    }

    static void Discount(BillInput input, Sheet sheet, Subscribed[] held)
    {
        var all = held.SelectMany(p => p.Terms.Discounts.Where(d => d.Periods is not { } periods || p.Promoted < periods).Select(d => (Of: p, Term: d)))
            .OrderBy(x => x.Term.Order).ThenBy(x => x.Of.Line).ThenBy(x => x.Of.Product).ThenBy(x => x.Term.Code, StringComparer.Ordinal).ToArray();
        var taken = new HashSet<(string OneOf, TermScope Scope, int Where)>();
        foreach (var (of, term) in all)
        {
            var (chosen, chosenTerm) = (of, term);
            if (term.OneOf is { } oneOf)
            {
                var where = (oneOf, term.Scope, Where(input, of, term.Scope));
                if (!taken.Add(where)) continue;
                // The one worth most at this point; of equals the first.
                (chosen, chosenTerm) = all.Where(x => x.Term.OneOf == oneOf && (oneOf, x.Term.Scope, Where(input, x.Of, x.Term.Scope)) == where)
                    .MaxBy(x => Worth(x.Of, x.Term, Targets(input, sheet, x.Of, x.Term.Scope, x.Term.Target)));
            }
            var from = Targets(input, sheet, chosen, chosenTerm.Scope, chosenTerm.Target);
            sheet.TakeOff(Worth(chosen, chosenTerm, from), from, chosen, ChargeSource.Discount, chosenTerm.Code, chosenTerm.Name);
        }
    }

    static long Worth(Subscribed of, DiscountTerm term, Sheet.Row[] from)
    {
        var left = from.Sum(r => r.Left);
        return Math.Min(left, term.Share is { } share ? (long)new Rounding(term.Rounding, 1).Of((Int128)left * share, 10_000) : of.Price(term.Code, term.Amount ?? default).Minor);
    }

    static void Limit(BillInput input, Sheet sheet, Subscribed of, LimitTerm term)
    {
        var limit = of.Price(term.Code, term.Amount).Minor;
        var from = Targets(input, sheet, of, term.Scope, term.Target);
        var sum = from.Sum(r => r.Left);
        if (term.Kind == LimitKind.Cap)
        {
            if (sum > limit) sheet.TakeOff(sum - limit, from, of, ChargeSource.Cap, term.Code, term.Name);
            return;
        }
        var (numerator, denominator) = Part.Of(of, input.Period, term.Part, term.Part);
        var least = (long)Rounding.Exact.Of((Int128)limit * numerator, denominator);
        if (sum < least) sheet.Add(of.Line, of.Product, ChargeSource.Minimum, term.Code, term.Name, least - sum, term.Tax);
    }

    static int Where(BillInput input, Subscribed of, TermScope scope) => scope switch { TermScope.Line => of.Line, TermScope.Account => input.Lines[of.Line].Account, _ => 0 };

    static Sheet.Row[] Targets(BillInput input, Sheet sheet, Subscribed of, TermScope scope, ChargeTarget target)
    {
        var account = input.Lines[of.Line].Account;
        return [.. sheet.Rows.Where(r => r.Left > 0 && Is(r.Source) && (target.Codes.Count == 0 || target.Codes.Contains(r.Code))
            && scope switch { TermScope.Line => r.Line == of.Line, TermScope.Account => r.Account == account, _ => true })];

        bool Is(ChargeSource source) => source switch
        {
            ChargeSource.Recurring or ChargeSource.Advance => target.Recurring,
            ChargeSource.Usage => target.Usage,
            ChargeSource.OneTime => target.OneTime,
            _ => false,
        };
    }
}
