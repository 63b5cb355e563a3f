namespace Wangting.Customers;

/// <summary>What Customers' operations ask of staff.</summary>
public static class CustomersPermissions
{
    /// <summary>Find a customer and see their data masked.</summary>
    public const string View = Granted.StaffView;
    /// <summary>See an identity document whole, with a reason.</summary>
    public const string Reveal = "customer.reveal";
}
