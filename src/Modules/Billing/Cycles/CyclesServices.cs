using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Cycles, runs, and what reads what bills are made of.</summary>
internal static class CyclesServices
{
    public static IServiceCollection AddCycles(this IServiceCollection services)
    {
        services.AddSettings<CycleOptions>("Billing:Cycles");
        services.AddScoped<ReadRatingBasis>();
        services.AddScoped<ReadBillInputs>();
        services.AddScoped<LateUsage>();
        services.AddScoped<ReadBills>();
        services.AddScoped<BillAccounts>();
        services.AddScoped<StartBillRunHandler>();
        services.AddScoped<BillAgainHandler>();
        services.AddScoped<ListBillRuns>();
        services.AddEventHandler<BillsIssued, TellOfBills>();
        services.AddEventsHandler<UseTaken, RefreshUseHandler>();
        services.AddSingleton<WorkOnRuns>();
        services.AddRecurring<WorkOnRuns>("billing.runs", "*/20 * * * * *", (work, ct) => work.HandleAsync(null, 1, ct));
        return services;
    }
}
