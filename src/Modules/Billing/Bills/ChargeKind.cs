namespace Wangting.Billing;

/// <summary>What a charge is for; also what a payment responsibility or a bucket's scope names.</summary>
public enum ChargeKind
{
    /// <summary>The plan's recurring fee.</summary>
    Plan,
    /// <summary>Recurring fees of what was added to the plan.</summary>
    AddOn,
    Voice,
    Message,
    Data,
    Roaming,
    /// <summary>Content and services of other firms, collected for them.</summary>
    ThirdParty,
    Device,
    OneTime,
    LateFee,
    Discount,
    Adjustment,
    Other,
}
