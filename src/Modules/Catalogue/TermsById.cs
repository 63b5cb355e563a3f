using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>What versions cost and include, by their ids: the terms that are stored, or those that their simple prices and
/// allowances come to. For whoever bills, previews or compares.</summary>
public sealed class TermsById(PortalDbContext db)
{
    public async Task<IReadOnlyDictionary<Guid, OfferTerms>> ListAsync(IReadOnlyCollection<Guid> versionIds, CancellationToken ct)
    {
        var versions = await db.Set<OfferVersion>().AsNoTracking().Where(v => versionIds.Contains(v.Id)).Include(v => v.Prices).Include(v => v.Allowances).AsSplitQuery().ToListAsync(ct);
        return versions.ToDictionary(v => v.Id, v => v.Terms ?? SimpleTerms.Of(v));
    }
}
