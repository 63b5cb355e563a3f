using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Billing;

internal static class VoucherServices
{
    public static IServiceCollection AddVouchers(this IServiceCollection services)
    {
        services.AddPermissions("billing", BillingPermissions.ManageVouchers);
        services.AddScoped<MakeVouchersHandler>();
        services.AddScoped<ActivateVouchersHandler>();
        services.AddScoped<BlockVouchersHandler>();
        services.AddScoped<ListVoucherBatches>();
        services.AddScoped<RedeemVoucherHandler>();
        services.AddScoped<ViewRedeemed>();
        services.AddEventHandler<VoucherRedeemed, TellOfVoucher>();
        return services;
    }
}
