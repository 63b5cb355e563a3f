using Wangting.Billing;

namespace Wangting.Storage.Synthetic;

/// <summary>A segment made ready to draw from.</summary>
internal sealed class Odds(Segment segment)
{
    public Segment Segment => segment;
    public Weighted<Band> Tenure { get; } = new(segment.TenureMonths.Select(b => (b, b.Share)));
    public Weighted<string> Plan { get; } = new(segment.Plans.Select(p => (p.Key, p.Value)));
    public Weighted<int> Term { get; } = new(segment.Terms.Select(t => (t.Key, t.Value)));
    public Weighted<MethodShape> Method { get; } = new(segment.Pays.Methods.Select(m => (m, m.Share)));
    /// <summary>Null is none.</summary>
    public Weighted<string?> Broadband { get; } = new(segment.Broadband.Select(b => ((string?)b.Key, b.Value)).Append((null, Math.Max(0, 1 - segment.Broadband.Values.Sum()))));
}

/// <summary>How somebody pays what they owe.</summary>
internal enum Payer { Automatic, OnTime, Late, Never }

/// <param name="Term">Months of the contract.</param>
internal sealed record Habits(PaymentMethodKind Method, Payer Payer, int Term)
{
    /// <param name="leaving">Those who leave pay later: what a report may find.</param>
    public static Habits Draw(Odds odds, Chance chance, bool leaving)
    {
        var (method, pays) = (odds.Method.Pick(chance), odds.Segment.Pays);
        var times = leaving ? 2 : 1;
        var payer = chance.Is(pays.Never * times) ? Payer.Never : method.Automatic ? Payer.Automatic : chance.Is(pays.Late * times) ? Payer.Late : Payer.OnTime;
        return new Habits(method.Kind, payer, odds.Term.Pick(chance));
    }
}
