namespace Wangting.Subscriptions;

/// <summary>What the module's operations ask for.</summary>
public static class SubscriptionsPermissions
{
    /// <summary>Open, cease, transfer and renumber lines on the operator's side.</summary>
    public const string ManageLines = "line.manage";

    /// <summary>Everything that customers have, or change it: what the operator's other systems do (also scopes of tokens).</summary>
    public const string ReadInventory = "inventory.read", WriteInventory = "inventory.write";
}
