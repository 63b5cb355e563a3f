using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Every operation of the module, grouped by noun.</summary>
public static class CustomersServices
{
    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        // accounts
        services.AddScoped<FindAccount>();
        services.AddScoped<AccountsById>();
        services.AddScoped<AccountByNumber>();
        services.AddScoped<RegisterCustomerHandler>();
        services.AddScoped<ChangeCustomerHandler>();
        services.AddScoped<RemoveCustomerHandler>();
        services.AddScoped<OpenAccountHandler>();
        services.AddScoped<ChangeAccountHandler>();
        services.AddScoped<SaveSideAccountHandler>();
        services.AddScoped<SaveBillingTermHandler>();
        // grants
        services.AddPermissions("customers", GrantPermissions.Appoint);
        services.AddScoped<AppointGuardianHandler>();
        services.AddScoped<AppointAdministratorHandler>();
        services.AddScoped<DismissAdministratorHandler>();
        services.AddScoped<GiveGrantHandler>();
        services.AddScoped<WithdrawGrantHandler>();
        services.AddScoped<ListGrantsHandler>();
        // parties
        services.AddScoped<RegisterPartyHandler>();
        services.AddScoped<ChangePartyHandler>();
        services.AddScoped<RemovePartyHandler>();
        services.AddScoped<ViewReader>();
        services.AddScoped<ViewProfile>();
        services.AddScoped<KeepPreferencesHandler>();
        services.AddScoped<KeepContactHandler>();
        // documents
        services.AddScoped<AddDocumentHandler>();
        // the desk
        services.AddScoped<CustomersByWords>();
        services.AddScoped<OpenCustomerHandler>();
        services.AddScoped<ViewOpened>();
        services.AddScoped<RevealHandler>();
        services.AddScoped<ForgetOpenings>();
        services.AddRecurring<ForgetOpenings>("openings.forget", "0 23 * * * *", (forget, ct) => forget.HandleAsync(ct));
        // pieces in other desks
        services.AddScoped<AllowEmbedHandler>();
        services.AddScoped<BeginEmbedHandler>();
        services.AddScoped<FollowEmbed>();
        services.AddAreaPermissions("customers", CustomersPermissions.View, CustomersPermissions.Reveal);
        // taken over from other systems
        services.AddScoped<AcceptCustomers>();
        services.AddScoped<AcceptAccounts>();
        // history
        services.AddScoped<ListTouchesHandler>();
        services.AddScoped<TellOfTouchHandler>();
        services.AddPermissions("customers", AddDocumentHandler.Permission,
            CustomersPermissions.ReadParties, CustomersPermissions.WriteParties, CustomersPermissions.ReadCustomers, CustomersPermissions.WriteCustomers,
            CustomersPermissions.ReadAccounts, CustomersPermissions.WriteAccounts, CustomersPermissions.ReadTouches, CustomersPermissions.WriteTouches);
        return services;
    }
}
