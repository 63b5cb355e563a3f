using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>This hall as an OpenID Connect provider; the protocol itself is a door's.</summary>
internal static class OpenIdServices
{
    public static IServiceCollection AddOpenId(this IServiceCollection services)
    {
        services.AddSettings<OpenIdOptions>("OpenId")
            .Validate(o => o.Issuer is null || o.Issuer is { IsAbsoluteUri: true, Query: "", Fragment: "" } && (o.Issuer.Scheme == Uri.UriSchemeHttps || o.Issuer.IsLoopback),
                "OpenId:Issuer is an https address without query, such as https://hall.example, or a loopback address for trials.")
            .ValidateOnStart();
        // Clients
        services.AddSingleton<FindClient>();
        services.AddScoped<AddClientHandler>();
        services.AddScoped<DisableClientHandler>();
        // What a sign-in gave a client
        services.AddScoped<OpenClientGrantHandler>();
        services.AddScoped<TurnClientGrantHandler>();
        services.AddScoped<CheckClientGrant>();
        services.AddScoped<EndClientGrantHandler>();
        services.AddScoped<ViewTokenNumber>();
        services.AddScoped<ForgetClientGrants>();
        services.AddRecurring<ForgetClientGrants>("openid.forget-grants", "0 40 3 * * *", (forget, ct) => forget.HandleAsync(ct));
        // Consent
        services.AddScoped<HasConsented>();
        services.AddScoped<ConsentToClientHandler>();
        services.AddScoped<WithdrawClientConsentHandler>();
        services.AddScoped<ListConsentedClients>();
        // Keys
        services.AddScoped<TurnSigningKeys>();
        services.AddScoped<ListSigningKeys>();
        services.AddRecurring<TurnSigningKeys>("openid.turn-keys", "0 10 * * * *", (turn, ct) => turn.HandleAsync(ct));

        return services.AddPermissions("identity", IdentityPermissions.ManageClients);
    }
}
