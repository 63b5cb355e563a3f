using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Billing;

internal static class MirroredServices
{
    /// <summary>The owner's own ports are <c>AddMirror</c>'s.</summary>
    public static IServiceCollection AddMirrored(this IServiceCollection services)
    {
        services.AddSettings<MirrorOptions>("Mirror")
            .Validate(o => o.IsWhole, "Mirror:System needs Mirror:AccountManagement:Address, Mirror:CustomerBillManagement:Address and Mirror:PaymentManagement:Address, absolute addresses each with a Path.")
            .Validate(o => o.Credentials.TokenEndpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, "Mirror:Credentials:TokenEndpoint is an absolute address.")
            .Validate(o => o.Credentials.TokenEndpoint is null || o.Credentials is { ClientId.Length: > 0, ClientSecret.Length: > 0 }, "Mirror:Credentials:TokenEndpoint needs ClientId and ClientSecret.");
        services.AddScoped<Mirrored>();
        services.AddScoped<KeepFresh>();
        services.AddSingleton<Refreshing>();
        services.AddScoped<RefreshAccountHandler>();
        services.AddScoped<ItemiseBills>();
        services.AddScoped<RefreshStale>();
        services.AddEventHandler<PaymentToForward, ForwardPayment>();
        services.AddEventHandler<PaymentAnswered, FollowAnswer>();
        services.AddRecurring<RefreshStale>("refresh-mirrored", "0 * * * * *", (op, ct) => op.HandleAsync(ct));
        return services;
    }
}
