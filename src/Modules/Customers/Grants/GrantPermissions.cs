namespace Wangting.Customers;

/// <summary>What granting on somebody else's behalf asks of staff.</summary>
public static class GrantPermissions
{
    /// <summary>Appoint guardians and administrators after seeing their papers.</summary>
    public const string Appoint = "grant.appoint";
}
