using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Every operation of the module.</summary>
public static class CatalogueServices
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services)
    {
        services.AddScoped<OffersById>();
        services.AddScoped<TermsById>();
        services.AddScoped<ListTariffs>();
        services.AddScoped<ListPlansOnSale>();
        services.AddScoped<PinOffer>();
        services.AddScoped<ListCatalogueHandler>();
        services.AddScoped<ViewCatalogueOfferHandler>();
        services.AddScoped<ImportCatalogueHandler>();
        services.AddScoped<ExportCatalogueHandler>();
        services.AddScoped<PublishVersionHandler>();
        services.AddScoped<PublishWaitingHandler>();
        services.AddScoped<WithdrawVersionHandler>();
        services.AddScoped<RollBackHandler>();
        // kept by other systems
        services.AddScoped<SaveOfferHandler>();
        services.AddScoped<RemoveOfferHandler>();
        services.AddScoped<SavePriceHandler>();
        services.AddScoped<RemovePriceHandler>();
        services.AddScoped<SaveCatalogueItemHandler>();
        services.AddScoped<RemoveCatalogueItemHandler>();
        services.AddPermissions("catalogue", CataloguePermissions.Read, CataloguePermissions.Write, CataloguePermissions.Publish);
        // taken over from other systems
        services.AddScoped<AcceptOffers>();
        return services;
    }
}
