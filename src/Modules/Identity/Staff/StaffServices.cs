using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Those who work here: sign-in, roles, posts.</summary>
internal static class StaffServices
{
    public static IServiceCollection AddStaffAccounts(this IServiceCollection services)
    {
        services.AddSingleton<StaffPasswords>();
        // Signing in
        services.AddScoped<StartStaffSignInHandler>();
        services.AddScoped<ProveStaffHandler>();
        services.AddScoped<BeginStaffEnrolment>();
        services.AddScoped<EnrolStaffHandler>();
        services.AddScoped<FindStaffSession>();
        services.AddScoped<EndStaffSession>();
        // Accounts
        services.AddScoped<AddStaffHandler>();
        services.AddScoped<ListStaff>();
        services.AddScoped<StaffNames>();
        services.AddScoped<ListUnusualReveals>();
        services.AddScoped<SetStaffRolesHandler>();
        services.AddScoped<DisableStaffHandler>();
        services.AddScoped<ResetStaffHandler>();
        // Roles
        services.AddScoped<ListRoles>();
        services.AddScoped<SaveRoleHandler>();
        services.AddScoped<MakeStartingRoles>();

        return services.AddPermissions("identity", IdentityPermissions.ManageStaff, IdentityPermissions.ManageRoles);
    }
}
