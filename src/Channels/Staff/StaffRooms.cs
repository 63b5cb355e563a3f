using System.Security.Claims;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.Channels.Staff;

/// <summary>A page of the staff's menu and what opens it.</summary>
internal sealed record StaffRoom(string Href, string Text, params string[] Permissions);

internal static class StaffRooms
{
    static readonly StaffRoom[] All =
    [
        new("/staff/customers", "staff.customer.menu", CustomersPermissions.View),
        new("/staff/payments", "staff.payments.menu", BillingPermissions.SettleHeld),
        new("/staff/vouchers", "staff.vouchers.menu", BillingPermissions.ManageVouchers),
        new("/staff/usage", "staff.usage.menu", BillingPermissions.ParkedUsage),
        new("/staff/catalogue", "staff.catalogue.menu", CataloguePermissions.Read),
        new("/staff/disputes", "staff.disputes.menu", BillingPermissions.DecideDisputes),
        new("/staff/adjustments", "staff.adjustments.menu", BillingPermissions.ApproveAdjustments),
        new("/staff/journeys", "staff.journeys.menu", SwitchJourneyHandler.Permission),
        new("/staff/people", "staff.people.menu", IdentityPermissions.ManageStaff),
        new("/staff/roles", "staff.roles.menu", IdentityPermissions.ManageStaff, IdentityPermissions.ManageRoles),
        new("/staff/audit", "staff.audit.menu", KernelPermissions.ReadAudit),
        new("/staff/messages", "staff.messages.menu", KernelPermissions.ReadOutbox),
    ];

    public static IEnumerable<StaffRoom> Of(ClaimsPrincipal user) => All.Where(r => r.Permissions.Any(p => user.HasClaim(StaffScheme.Permission, p)));
}
