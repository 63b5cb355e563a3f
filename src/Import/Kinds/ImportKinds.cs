using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Import;

/// <summary>Every kind of record that can be brought in, in the order in which they refer to each other.</summary>
public sealed class ImportKinds
{
    internal IReadOnlyList<ImportKind> All { get; } =
    [
        CatalogueKinds.Offers,
        CustomerKinds.Customers,
        CustomerKinds.Accounts,
        ResourceKinds.Numbers,
        SubscriptionKinds.Lines,
        SubscriptionKinds.Products,
        SubscriptionKinds.Contracts,
        BillingKinds.PaymentMethods,
        BillingKinds.Charges,
        BillingKinds.Bills,
        BillingKinds.Usage,
        BillingKinds.UsageCancellations,
    ];

    internal IReadOnlyDictionary<string, ImportKind> ByName => field ??= All.ToDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>Their names, as the command line and maps write them.</summary>
    public IEnumerable<string> Names => All.Select(k => k.Name);

    internal static T Of<T>(IServiceProvider services) where T : notnull => services.GetRequiredService<T>();
}
