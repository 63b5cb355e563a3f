using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Takes over what a file says (read without a fault): new versions as drafts. All of it, or nothing.</summary>
public sealed record ImportCatalogue(CatalogueFile File);

/// <param name="Waiting">Versions that are new or changed, and not on sale.</param>
/// <param name="Refused">Why nothing was taken; nothing when it was.</param>
public sealed record CatalogueImported(int Added, int Changed, int Unchanged, IReadOnlyList<(string Code, int Number)> Waiting, IReadOnlyList<Refusal> Refused);

public sealed class ImportCatalogueHandler(PortalDbContext db, IOptions<OperatorOptions> home, TimeProvider clock)
{
    readonly OperatorOptions days = home.Value;

    public async Task<Outcome<CatalogueImported>> HandleAsync(ImportCatalogue command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Write) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var codes = command.File.Offers.Select(o => o.Code).ToArray();
        var stored = await db.Set<Offer>().Where(o => codes.Contains(o.Code)).Include(o => o.Versions).ThenInclude(v => v.Prices).Include(o => o.Versions).ThenInclude(v => v.Allowances).AsSplitQuery()
            .ToDictionaryAsync(o => o.Code, StringComparer.Ordinal, ct);

        var refused = new List<Refusal>();
        foreach (var offer in command.File.Offers)
            if (stored.TryGetValue(offer.Code, out var known)) refused.AddRange(Against(known, offer));
        refused.AddRange(await new WrittenTables(db).TakeAsync(command.File, days.DayOf(now), ct));
        if (refused.Count > 0)
        {
            db.ChangeTracker.Clear(); // what the tables took is not to be saved by whoever saves next
            return new CatalogueImported(0, 0, 0, [], refused);
        }

        var done = new Tally();
        foreach (var offer in command.File.Offers) Take(offer, stored.GetValueOrDefault(offer.Code), now, done);
        db.Audit(caller, clock, "catalogue_imported", "catalogue", "", details: new { done.Added, done.Changed, done.Unchanged });
        await db.SaveChangesAsync(ct);
        return new CatalogueImported(done.Added, done.Changed, done.Unchanged, done.Waiting, []);
    }

    IEnumerable<Refusal> Against(Offer known, WrittenOffer written)
    {
        if (known.Source is { } source) return [Refusal.Conflict("offer.from_elsewhere", ("offer", known.Code), ("system", source.System))];
        if (known.Kind != written.Kind) return [Refusal.Conflict("offer.kind_stays", ("offer", known.Code))];
        return written.Versions.Select(v => Against(known, written, v)).OfType<Refusal>();
    }

    Refusal? Against(Offer known, WrittenOffer written, WrittenVersion version)
    {
        var mine = known.Versions.Find(v => v.Number == version.Number);
        // Who has a version, or may have taken it, has what it said.
        if (mine is not null && mine.IsFixed() && !StoredTerms.Same(mine.Terms ?? SimpleTerms.Of(mine), version.Terms)) return Refusal.Conflict("version.fixed", ("offer", known.Code), ("number", version.Number));
        if (version.Withdrawn) return null;
        var (from, to) = (days.StartOf(version.From), version.To is { } last ? days.StartOf(last.AddDays(1)) : (DateTime?)null);
        // A newer number that begins later takes over when it is published; anything else would sell two at once.
        var other = known.Versions.Find(v => v.Number != version.Number && v.State != OfferVersionState.Withdrawn && v.Area == version.Area && !written.Versions.Any(w => w.Number == v.Number)
            && !(v.Number < version.Number && v.OnSaleFrom < from) && v.OnSaleFrom < (to ?? DateTime.MaxValue) && (v.OnSaleTo ?? DateTime.MaxValue) > from);
        return other is null ? null : Refusal.Conflict("version.overlap", ("offer", known.Code), ("number", version.Number), ("other", other.Number));
    }

    void Take(WrittenOffer written, Offer? known, DateTime now, Tally done)
    {
        var offer = known;
        if (offer is null) db.Add(offer = new Offer { Id = Guid.CreateVersion7(), Code = written.Code, Kind = written.Kind, Name = written.Name });
        var renamed = !SameWords(offer.Name, written.Name);
        if (renamed) offer.Name = written.Name;
        var before = (done.Added, done.Changed);
        foreach (var version in written.Versions) Take(offer, version, done);
        if (renamed || before != (done.Added, done.Changed)) offer.UpdatedAt = now;
    }

    void Take(Offer offer, WrittenVersion written, Tally done)
    {
        var version = offer.Versions.Find(v => v.Number == written.Number);
        var isNew = version is null;
        if (version is null)
        {
            version = new OfferVersion { Id = Guid.CreateVersion7(), OfferId = offer.Id, Number = written.Number, State = written.Withdrawn ? OfferVersionState.Withdrawn : OfferVersionState.Draft };
            db.Add(version);
        }
        var sold = isNew || !SameSale(offer, version, written);
        var costs = isNew || !StoredTerms.Same(version.Terms ?? SimpleTerms.Of(version), written.Terms);
        if (!sold && !costs)
        {
            done.Unchanged++;
            return;
        }
        if (sold) Describe(version, written);
        if (costs) Price(version, written.Terms);
        if (isNew) done.Added++;
        else done.Changed++;
        if (version.State is OfferVersionState.Draft or OfferVersionState.Preview) done.Waiting.Add((offer.Code, version.Number));
    }

    void Describe(OfferVersion version, WrittenVersion written)
    {
        (version.OnSaleFrom, version.OnSaleTo) = (days.StartOf(written.From), written.To is { } last ? days.StartOf(last.AddDays(1)) : null);
        (version.Area, version.TariffNumber, version.Description) = (written.Area, written.TariffNumber, written.Description);
    }

    void Price(OfferVersion version, OfferTerms terms)
    {
        db.RemoveRange([.. version.Prices]);
        db.RemoveRange([.. version.Allowances]);
        version.Terms = terms;
        db.AddRange(Projected.Prices(version.Id, terms));
        db.AddRange(Projected.Allowances(version.Id, terms));
    }

    bool SameSale(Offer offer, OfferVersion version, WrittenVersion written) => days.DayOf(version.OnSaleFrom) == written.From
        && (WrittenVersions.LastDay(version, days) == written.To || WrittenVersions.LastDay(version, offer.Versions, days) == written.To)
        && version.Area == written.Area && version.TariffNumber == written.TariffNumber && SameWords(version.Description, written.Description);

    static bool SameWords(LocalText? a, LocalText? b) => ReferenceEquals(a, b) || (a is not null && b is not null && a.Words.Count == b.Words.Count && a.Words.All(w => b.Words.TryGetValue(w.Key, out var other) && other == w.Value));

    sealed class Tally
    {
        public int Added { get; set; }
        public int Changed { get; set; }
        public int Unchanged { get; set; }
        public List<(string, int)> Waiting { get; } = [];
    }
}
