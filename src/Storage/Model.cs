using Microsoft.EntityFrameworkCore.Metadata;
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

    // One for the process: contexts of every hall in it read the same, and none asks for it before it is there.
    static readonly Lazy<IModel> Sqlite = new(() =>
    {
        using var db = new SqliteDesign().CreateDbContext([]);
        return db.Model;
    });

    static readonly Lazy<IModel> Postgres = new(() =>
    {
        using var db = new PostgresDesign().CreateDbContext([]);
        return db.Model;
    });

    internal static IModel For(DatabaseKind kind) => kind == DatabaseKind.Sqlite ? Sqlite.Value : Postgres.Value;

    /// <summary>Begins to put it together on another processor: it takes a quarter of a cold start, and needs neither settings
    /// nor database. Whoever asks for it meanwhile waits, and is told what is wrong with it.</summary>
    public static void Begin(DatabaseKind kind) => _ = Task.Run(() => For(kind));
}
