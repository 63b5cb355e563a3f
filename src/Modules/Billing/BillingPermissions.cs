namespace Wangting.Billing;

/// <summary>What Billing's operations ask for.</summary>
public static class BillingPermissions
{
    /// <summary>Issue bills and correct them.</summary>
    public const string PostBills = "bill.post";
    /// <summary>Begin bill runs, try them, and read what came of them.</summary>
    public const string RunBills = "bill.run";
    /// <summary>Put money that no customer paid into an account's buckets.</summary>
    public const string GrantBuckets = "bucket.grant";
    /// <summary>Prove the books.</summary>
    public const string VerifyLedger = "ledger.verify";
    /// <summary>See payments that wait for a person because the gateway took another amount, and ask it again.</summary>
    public const string SettleHeld = "payment.held";
    /// <summary>Every bill, or make and mark them: what the operator's other systems do (also scopes of tokens).</summary>
    public const string ReadBills = "bill.read", WriteBills = "bill.write";

    /// <summary>Every balance, or top it up and set parts of it aside: what the operator's other systems do (also scopes of tokens).</summary>
    public const string ReadBalances = "balance.read", WriteBalances = "balance.write";
    /// <summary>Put a balance right without a payment: apart, for it makes money.</summary>
    public const string AdjustBalances = "balance.adjust";
    /// <summary>Every event of use, or bring them: what the network's systems do (also scopes of tokens).</summary>
    public const string ReadUsage = "usage.read", WriteUsage = "usage.write";
    /// <summary>See events of use that could not be taken as they came, and try them again.</summary>
    public const string ParkedUsage = "usage.parked";
    /// <summary>Every payment and refund, or tell of payments taken elsewhere and order refunds.</summary>
    public const string ReadPayments = "payment.read", WritePayments = "payment.write";
    /// <summary>Make batches of vouchers, let them be redeemed, and stop them.</summary>
    public const string ManageVouchers = "voucher.manage";
    /// <summary>Take the steps about bills that are not paid.</summary>
    public const string Dun = "dunning.run";
    /// <summary>Answer customers who say that a charge is not right.</summary>
    public const string DecideDisputes = "dispute.decide";
    /// <summary>Give an opened customer money back, or take some, for a reason.</summary>
    public const string ProposeAdjustments = "adjustment.propose";
    /// <summary>Be the second person for what is too much for one.</summary>
    public const string ApproveAdjustments = "adjustment.approve";
}
