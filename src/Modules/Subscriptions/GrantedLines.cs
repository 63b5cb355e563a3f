using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Lines the caller has a right on: granted one by one, or through the account that pays for them.</summary>
public static class GrantedLines
{
    /// <remarks>The payer is not the user: paying for a line gives its bill, never its call details
    /// (<see cref="Right.SeeDetails"/> must be in the grant that reaches it).</remarks>
    public static IQueryable<Guid> Of(PortalDbContext db, Caller caller, Right right, DateTime now)
    {
        var accounts = Granted.Accounts(db, caller, right, now);
        return Granted.Lines(db, caller, right, now).Union(db.Set<Line>().Where(l => accounts.Contains(l.AccountId)).Select(l => l.Id));
    }

    /// <summary>The lines that accounts pay for, as a part of a larger query that has scoped the accounts.</summary>
    public static IQueryable<Guid> OfAccounts(PortalDbContext db, IQueryable<Guid> accounts) =>
        db.Set<Line>().Where(l => accounts.Contains(l.AccountId)).Select(l => l.Id);

    /// <summary>How many living lines each account pays for, as a part of a larger query that has scoped the accounts.</summary>
    public static IQueryable<LineCount> CountByAccount(PortalDbContext db) =>
        db.Set<Line>().Where(l => l.State != LineState.Ceased).GroupBy(l => l.AccountId).Select(g => new LineCount { AccountId = g.Key, Lines = g.Count() });

    /// <summary>The same lines with what modules to the right need of them.</summary>
    public static IQueryable<LineRow> Rows(PortalDbContext db, Caller caller, Right right, DateTime now)
    {
        var granted = Of(db, caller, right, now);
        return AllLines.From(db, db.Set<Line>().Where(l => granted.Contains(l.Id)));
    }
}

/// <summary>Every line with the account that pays for it, for a query that has scoped the accounts.</summary>
public static class PaidLines
{
    public static IQueryable<PaidLine> Of(PortalDbContext db) => db.Set<Line>().Select(l => new PaidLine { LineId = l.Id, AccountId = l.AccountId });
}

public sealed class PaidLine
{
    public Guid LineId { get; init; }
    public Guid AccountId { get; init; }
}

/// <summary>A line as queries of modules to the right may join it.</summary>
public sealed class LineRow
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public Guid HolderPartyId { get; init; }
    public Guid? UserPersonId { get; init; }
    public DateTime From { get; init; }
    public int CycleDay { get; init; }
}

/// <summary>Every line, for a query of somebody who may see all.</summary>
public static class AllLines
{
    public static IQueryable<LineRow> Of(PortalDbContext db) => From(db, db.Set<Line>());

    internal static IQueryable<LineRow> From(PortalDbContext db, IQueryable<Line> lines) =>
        from line in lines
        join account in AccountRows.Of(db) on line.AccountId equals account.Id
        select new LineRow { Id = line.Id, AccountId = line.AccountId, HolderPartyId = line.HolderPartyId, UserPersonId = line.UserPersonId, From = line.From, CycleDay = account.CycleDay };

    /// <summary>What each line is known by now, as a part of a larger query.</summary>
    public static IQueryable<LineNumber> Numbers(PortalDbContext db) => db.Set<Tenure>().Where(t => t.To == null).Select(t => new LineNumber { LineId = t.LineId, Value = t.Value });
}

public sealed class LineNumber
{
    public Guid LineId { get; init; }
    public required string Value { get; init; }
}

public sealed class LineCount
{
    public Guid AccountId { get; init; }
    public int Lines { get; init; }
}
