namespace Wangting.Customers;

/// <summary>What Customers' operations ask of staff.</summary>
public static class CustomersPermissions
{
    /// <summary>Find a customer and see their data masked.</summary>
    public const string View = Granted.StaffView;
    /// <summary>See one masked field whole, with a reason.</summary>
    public const string Reveal = "customer.reveal";

    /// <summary>Every party, customer and account, or change them: what the operator's other systems do (also scopes of tokens).</summary>
    public const string ReadParties = "party.read", WriteParties = "party.write", ReadCustomers = "customer.read", WriteCustomers = "customer.write",
        ReadAccounts = "account.read", WriteAccounts = "account.write", ReadTouches = "interaction.read", WriteTouches = "interaction.write";
}
