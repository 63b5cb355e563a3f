using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;

using Wangting.Kernel;

namespace Wangting.Channels.SignIn;

/// <summary>The door of customers' sign-in: cookies, pages, passkeys.</summary>
public static class SignInServices
{
    public static IServiceCollection AddCustomerSignIn(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<Doorway>();
        services.AddScoped<SignInForms>();
        services.AddScoped<CallerFactory>();
        services.AddScoped(s => s.GetRequiredService<CallerFactory>().Current);
        services.AddScoped<CustomerCookie>();
        services.AddSettings<SecurityHeaderOptions>("Web:Security");
        services.AddSingleton<IAuthenticationSchemeProvider, RequestSchemes>();
        services.AddAuthentication(SignInSchemes.Chooser)
            .AddPolicyScheme(SignInSchemes.Chooser, null, o => o.ForwardDefaultSelector = http => SignInSchemes.For(http.Request.Path))
            .AddCookie(SignInSchemes.Customer, CustomerCookie.Configure);
        // Nothing is open unless it says so.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddScoped<IPasskeyHandler<PasskeyOwner>, PasskeyHandler<PasskeyOwner>>();
        services.AddScoped<PasskeyDoor>();
        services.AddOptions<IdentityPasskeyOptions>().Configure(o =>
        {
            o.UserVerificationRequirement = "required"; // or it would prove the device alone
            o.ResidentKeyRequirement = "required"; // so that one signs in without typing anything
            o.AuthenticatorTimeout = TimeSpan.FromMinutes(3);
        }).BindConfiguration("SignIn:Passkeys");
        services.AddSingleton(new SettingsSection("SignIn:Passkeys", typeof(IdentityPasskeyOptions)));
        return services;
    }

    public static void MapCustomerSignIn(this IEndpointRouteBuilder routes) => routes.MapSignInActs();
}
