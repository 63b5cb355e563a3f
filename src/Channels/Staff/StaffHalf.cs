using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Wangting.Channels.Web;

namespace Wangting.Channels.Staff;

/// <summary>Between the first factor and the second.</summary>
internal static class StaffHalf
{
    public static async Task<Guid?> SessionAsync(HttpContext http) => StaffScheme.SessionOf((await http.AuthenticateAsync(StaffScheme.Half)).Principal);

    /// <summary>The second factor was shown: the real cookie, and the half one gone.</summary>
    public static async Task OpenAsync(HttpContext http, Guid session)
    {
        await http.SignOutAsync(StaffScheme.Half);
        await http.SignInAsync(StaffScheme.Name, StaffScheme.Ticket(session, StaffScheme.Name));
    }

    /// <summary>A staff page to go on to, else the staff's home.</summary>
    public static string Inside(string? to) => LookDoor.Local(to) is var local && local.StartsWith("/staff", StringComparison.Ordinal) ? local : "/staff";
}
