namespace Wangting.Identity;

/// <summary>What Identity's operations ask for.</summary>
public static class IdentityPermissions
{
    /// <summary>Add staff, give and take their roles, switch them off, reset their sign-in.</summary>
    public const string ManageStaff = "staff.manage";
    /// <summary>Say which permissions a role holds.</summary>
    public const string ManageRoles = "role.manage";
    /// <summary>Register programs that may ask for tokens, and switch them off.</summary>
    public const string ManageClients = "client.manage";
}
