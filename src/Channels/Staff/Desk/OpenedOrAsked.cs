using Microsoft.AspNetCore.Http;

namespace Wangting.Channels.Staff.Desk;

/// <summary>The way from a customer's pages back to the customer, where a reason is asked for when they do not stand open.</summary>
sealed class OpenedOrAsked(IHttpContextAccessor accessor)
{
    public static string PathOf(Guid party) => "/staff/customers/" + party.ToString("D");

    /// <summary>What was asked for is not among what stands open here: the customer's own page says why, or asks why.</summary>
    public void Ask(Guid party) => accessor.HttpContext!.Response.Redirect(PathOf(party));
}
