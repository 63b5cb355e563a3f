using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Every operation of the module, grouped by noun.</summary>
public static class BillingServices
{
    public static IServiceCollection AddBilling(this IServiceCollection services)
    {
        services.AddPermissions("billing", BillingPermissions.PostBills, BillingPermissions.GrantBuckets, BillingPermissions.VerifyLedger, BillingPermissions.ReadBills, BillingPermissions.WriteBills, BillingPermissions.SettleHeld,
            BillingPermissions.ReadBalances, BillingPermissions.WriteBalances, BillingPermissions.AdjustBalances, BillingPermissions.ReadPayments, BillingPermissions.WritePayments, BillingPermissions.RunBills,
            BillingPermissions.ReadUsage, BillingPermissions.WriteUsage, BillingPermissions.ParkedUsage, BillingPermissions.Dun);
        services.AddAreaPermissions("billing", BillingPermissions.DecideDisputes, BillingPermissions.ProposeAdjustments, BillingPermissions.ApproveAdjustments);
        // bills
        services.AddScoped<PostBillHandler>();
        services.AddScoped<ListBillsHandler>();
        services.AddScoped<ViewBillHandler>();
        services.AddSettings<BillPdfOptions>("Bills:Pdf");
        services.AddSingleton<BillFont>();
        services.AddScoped(s => new BillPdf(s.GetRequiredService<ViewBillHandler>(), s.GetRequiredService<BillFont>(), s.GetRequiredService<Texts>(), s.GetRequiredService<IOptions<OperatorOptions>>()));
        services.AddScoped<BillOnDemandHandler>();
        services.AddScoped<MarkBillHandler>();
        // cycles and runs
        services.AddCycles();
        // looking ahead and back
        services.AddScoped<PreviewBillHandler>();
        services.AddScoped<ExplainBillHandler>();
        services.AddScoped<ComparePlansHandler>();
        // home
        services.AddScoped<ViewHomeHandler>();
        services.AddScoped<ViewOrganisationHandler>();
        services.AddScoped<FindRecords>();
        services.AddScoped<ListStatedCharges>();
        // the desk
        services.AddScoped<ListAccountMoney>();
        services.AddScoped<ViewCustomerHandler>();
        // usage
        services.AddScoped<ViewUsageHandler>();
        services.AddScoped<ListUsageRecordsHandler>();
        services.AddSettings<UsageOptions>("Usage");
        services.AddScoped<TakeUsageHandler>();
        services.AddScoped<ReceiveUsageHandler>();
        services.AddScoped<TakeBackUsageHandler>();
        services.AddScoped<ListParkedUsageHandler>();
        services.AddScoped<RetryParkedUsageHandler>();
        // ledger
        services.AddScoped<GrantBucketHandler>();
        services.AddScoped<VerifyLedger>();
        // balances, as other systems act on them
        services.AddScoped<OpenBucketHandler>();
        services.AddScoped<TopUpHandler>();
        services.AddScoped<AdjustBalanceHandler>();
        services.AddScoped<ReserveBalanceHandler>();
        services.AddScoped<ReleaseReservationHandler>();
        services.AddEventHandler<ReservationDue, ReleaseReservationHandler>();
        // accounts that another system owns
        services.AddMirrored();
        // payments
        services.AddPayments();
        services.AddVouchers();
        services.AddAutoPay();
        services.AddAdvances();
        services.AddTransfers();
        // bills that are not paid, and charges that are not right
        services.AddDunning();
        services.AddAdjustments();
        // taken over from other systems
        services.AddScoped<AcceptPaymentMethods>();
        services.AddScoped<AcceptCharges>();
        services.AddScoped<AcceptBills>();
        services.AddScoped<AcceptUsage>();
        return services;
    }
}
