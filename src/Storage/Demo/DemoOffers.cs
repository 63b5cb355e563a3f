using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Storage.Demo;

/// <summary>What the demo sells: a file like any operator's, taken and put on sale by the operations that take every file.</summary>
internal static class DemoOffers
{
    const string File = "demo.catalogue.yaml";

    /// <returns>Versions on sale by the code of the offer.</returns>
    public static async Task<IReadOnlyDictionary<string, OfferVersion>> SellAsync(IServiceProvider at, CancellationToken ct)
    {
        using var text = new StreamReader(typeof(DemoOffers).Assembly.GetManifestResourceStream("Wangting.Storage." + File)!);
        var (file, faults) = new ReadCatalogue(at.GetRequiredService<Texts>().Currency).From(File, text);
        if (faults.Count > 0) throw new InvalidOperationException($"{File}:{faults[0].Line}: {faults[0].Path}: {faults[0].What.Key}");
        var taken = await at.GetRequiredService<ImportCatalogueHandler>().HandleAsync(new ImportCatalogue(file), Caller.System, ct);
        if (taken.Value.Refused is [var no, ..]) throw new InvalidOperationException(no.Code);
        _ = (await at.GetRequiredService<PublishWaitingHandler>().HandleAsync(new PublishWaiting([.. file.Offers.Select(o => o.Code)]), Caller.System, ct)).Value;
        var offers = await at.GetRequiredService<PortalDbContext>().Set<Offer>().Include(o => o.Versions).ToListAsync(ct);
        return offers.ToDictionary(o => o.Code, o => o.Versions.MaxBy(v => v.Number)!, StringComparer.Ordinal);
    }
}
