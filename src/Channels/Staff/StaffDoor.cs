using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Channels.Staff.Desk;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Channels.Staff;

/// <summary>The staff's door: sign-in with two factors, and the first rooms of administration.</summary>
public static class StaffDoor
{
    public static IServiceCollection AddStaffDoor(this IServiceCollection services)
    {
        services.AddSingleton<StaffScheme>();
        services.AddSingleton<OpenedOrAsked>();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddAuthentication()
            .AddCookie(StaffScheme.Name, o =>
            {
                Harden(o);
                o.Cookie.Name = "staff";
                o.LoginPath = "/staff/sign-in";
                o.AccessDeniedPath = "/staff/denied";
                o.ReturnUrlParameter = "to";
                o.ExpireTimeSpan = TimeSpan.FromHours(10); // the row ends earlier or at the same time; it decides
                o.EventsType = typeof(StaffScheme);
            })
            .AddCookie(StaffScheme.Half, o =>
            {
                Harden(o);
                o.Cookie.Name = "staff-half";
                o.Cookie.Path = "/staff";
                o.ExpireTimeSpan = TimeSpan.FromMinutes(10);
            });
        return services;
    }

    static void Harden(CookieAuthenticationOptions options)
    {
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict; // nothing outside ever needs to lead into the staff's rooms signed in
        options.SlidingExpiration = false;
    }

    public static void MapStaffDoor(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/staff/sign-out", [NeedsPermission] async (HttpContext http, EndStaffSession end, Caller caller, CancellationToken ct) =>
        {
            await end.HandleAsync(caller.SessionId!.Value, caller, ct);
            await http.SignOutAsync(StaffScheme.Name);
            return Results.LocalRedirect("/staff/sign-in");
        });
        routes.MapPost("/staff/audit/export", AuditExport.AnswerAsync);
    }
}
