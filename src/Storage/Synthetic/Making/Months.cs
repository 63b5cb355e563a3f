namespace Wangting.Storage.Synthetic;

/// <summary>Months of use, bills and payments of one customer.</summary>
internal sealed class Months(Province province, int number, IRows rows, IReadOnlyList<MadeAccount> accounts, IReadOnlyList<MadeLine> lines, Habits habits, DateTime? left)
{
    public void Make() { _ = (province, number, rows, accounts, lines, habits, left); }
}
