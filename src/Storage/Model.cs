using Wangting.Kernel;

namespace Wangting.Storage;

/// <summary>The whole model: one part a module.</summary>
public static class Model
{
    public static IReadOnlyList<ModelPart> Parts { get; } =
    [
        new(typeof(KernelServices).Assembly),
        new(typeof(Notices.NoticesServices).Assembly),
        new(typeof(Identity.IdentityServices).Assembly),
        new(typeof(Customers.CustomersServices).Assembly),
        new(typeof(Catalogue.CatalogueServices).Assembly),
        new(typeof(Resources.ResourcesServices).Assembly),
        new(typeof(Subscriptions.SubscriptionsServices).Assembly),
        new(typeof(Billing.BillingServices).Assembly),
        new(typeof(Journeys.JourneysServices).Assembly),
        new(typeof(Import.ImportServices).Assembly),
    ];
}
