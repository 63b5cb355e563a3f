using Microsoft.AspNetCore.Http;

namespace Wangting.Channels.SignIn;

/// <summary>Names of the ways a request may say who sends it.</summary>
public static class SignInSchemes
{
    /// <summary>Chooses among the others by the path, so that a member of staff who is also a customer is never both at once.</summary>
    public const string Chooser = "chooser";
    public const string Customer = "customer";
    public const string Staff = "staff";

    internal static string For(PathString path) => path.StartsWithSegments("/staff", StringComparison.OrdinalIgnoreCase) ? Staff : Customer;
}
