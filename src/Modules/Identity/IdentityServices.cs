using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Identity;

public static class IdentityServices
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddOpenId();
        services.AddScoped<FindLineUserHandler>();
        services.AddScoped<ProveInDialogueHandler>();
        services.AddStaffAccounts();
        return services;
    }
}
