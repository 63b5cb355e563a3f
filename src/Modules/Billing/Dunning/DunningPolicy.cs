using System.Globalization;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What is done about a debt, from the mildest.</summary>
public enum DunningAct
{
    Remind,
    /// <summary>No outgoing calls and no data; calls come in, and emergency numbers are reached.</summary>
    Restrict,
    /// <summary>Nothing but emergency numbers.</summary>
    Suspend,
}

/// <param name="Day">Days after the due date; below zero before it.</param>
public sealed record DunningRule(int Day, DunningAct Act);

/// <summary>The steps against a debt of a class of customers, and the least debt they are for.</summary>
/// <param name="Rules">By day.</param>
public sealed record DunningPolicy(Money LeastDebt, IReadOnlyList<DunningRule> Rules)
{
    static readonly DunningRule[] Standard = [new(-3, DunningAct.Remind), new(1, DunningAct.Remind), new(7, DunningAct.Remind), new(15, DunningAct.Restrict), new(30, DunningAct.Suspend)];
    static readonly DunningRule[] Reminders = [.. Standard[..3], new(15, DunningAct.Remind), new(30, DunningAct.Remind)];

    internal static DunningPolicy Of(DunningOptions options, CustomerClass of, Currency currency)
    {
        var own = options.Of(of);
        var steps = own.Steps.Count > 0 ? own.Steps : options.Steps;
        IEnumerable<DunningRule> rules = own.Steps.Count == 0 && of == CustomerClass.Enterprise ? Reminders
            : steps.Count == 0 ? Standard : steps.Select(s => new DunningRule(s.Day, s.Do)).OrderBy(r => r.Day);
        return new(currency.TryRead((own.LeastDebt ?? options.LeastDebt).ToString(CultureInfo.InvariantCulture), out var least) ? least : throw new SetupProblem("Dunning:LeastDebt has more digits than the currency."), [.. rules]);
    }

    /// <summary>How many days before the due date the first step comes.</summary>
    internal int Ahead => Rules.Count == 0 ? 0 : Math.Max(0, -Rules[0].Day);

    /// <summary>The step that is due now on a bill, or null. Pure.</summary>
    /// <remarks>Whoever was never told is told first: of reminders that were missed the last is given, and what cuts off comes
    /// no sooner after it than the policy has between them. A bill that comes here long overdue, or a run that was down for
    /// weeks, moves the steps; it never takes several at once.</remarks>
    /// <param name="taken">What has been done about this bill.</param>
    /// <param name="mayCutOff">Not for what a former holder owes: whoever has the lines now owes nothing of it.</param>
    internal DunningRule? Next(DateOnly due, IReadOnlyCollection<(int Day, DateOnly On)> taken, bool mayCutOff, DateOnly today)
    {
        var last = taken.Count == 0 ? ((int Day, DateOnly On)?)null : taken.MaxBy(t => t.Day);
        var open = Rules.Where(r => (last is null || r.Day > last.Value.Day) && due.AddDays(r.Day) <= today && (mayCutOff || r.Act == DunningAct.Remind)).ToList();
        var reminder = open.TakeWhile(r => r.Act == DunningAct.Remind).LastOrDefault();
        if (reminder is not null || open.Count == 0) return reminder;
        return last is not { } before || before.On.AddDays(open[0].Day - before.Day) <= today ? open[0] : null;
    }

    /// <summary>What comes after what was taken, and the earliest day for it; null when nothing cuts off any more. Pure.</summary>
    internal (DunningRule Rule, DateOnly On)? Coming(DateOnly due, IReadOnlyCollection<(int Day, DateOnly On)> taken, DateOnly today)
    {
        var last = taken.Count == 0 ? ((int Day, DateOnly On)?)null : taken.MaxBy(t => t.Day);
        if (Rules.FirstOrDefault(r => r.Act != DunningAct.Remind && (last is null || r.Day > last.Value.Day)) is not { } act) return null;
        var on = due.AddDays(act.Day);
        // Nobody was told yet: a reminder comes first, and moves it.
        if (last is null && on <= today) return null;
        if (last is { } before && before.On.AddDays(act.Day - before.Day) is var later && later > on) on = later;
        return (act, on > today ? on : today);
    }
}
