namespace Wangting.Billing;

/// <summary>How far a bill is paid. It follows from what is outstanding (<c>Bill.Owe</c>), so it has no table of moves;
/// whether it is overdue follows from the day.</summary>
public enum BillState { Issued, PartlyPaid, Paid }

/// <summary>Whether a bill still holds: a run's bill is never changed, it is taken back by a credit note.</summary>
public enum BillCredit { None, TakenBack, Note }
