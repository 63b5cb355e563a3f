using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>What is stored, or about to be, of the lines and numbers that a batch speaks of.</summary>
internal sealed class KnownLines
{
    readonly Dictionary<string, Line> byId = new(StringComparer.Ordinal);
    readonly Dictionary<Guid, Tenure> openByLine = [];
    readonly Dictionary<(IdentifierKind, string), Tenure> openByNumber = [];
    readonly List<ServiceIdentifier> newlyHeld = [];
    IReadOnlySet<Guid> persons = new HashSet<Guid>();

    public IReadOnlyList<ServiceIdentifier> NewlyHeld => newlyHeld;

    public static async Task<KnownLines> LoadAsync(PortalDbContext db, IReadOnlyList<IncomingLine> batch, IEnumerable<AccountFacts> accounts, CancellationToken ct)
    {
        var known = new KnownLines();
        var system = batch[0].Source.System;
        var ids = batch.Select(l => l.Source.ExternalId).Distinct().ToArray();
        foreach (var line in await db.Set<Line>().Where(l => l.Source!.System == system && ids.Contains(l.Source.ExternalId)).ToListAsync(ct))
            known.byId[line.Source!.ExternalId] = line;
        var lines = known.byId.Values.Select(l => l.Id).ToArray();
        var values = batch.Select(l => l.Identifier?.Value).OfType<string>().Distinct().ToArray();
        foreach (var tenure in await db.Set<Tenure>().Where(t => t.To == null && (values.Contains(t.Value) || lines.Contains(t.LineId))).ToListAsync(ct)) known.Index(tenure);
        known.persons = await PartyKinds.PersonsAsync(db, [.. accounts.Select(a => a.HolderPartyId)], ct);
        return known;
    }

    public Line? Find(string externalId) => byId.GetValueOrDefault(externalId);
    public Tenure? OpenTenure(Guid line) => openByLine.TryGetValue(line, out var tenure) && tenure.To is null ? tenure : null;
    public bool HeldByAnother(ServiceIdentifier number, Guid? line) => openByNumber.TryGetValue((number.Kind, number.Value), out var tenure) && tenure.To is null && tenure.LineId != line;
    public Guid? IfPerson(Guid party) => persons.Contains(party) ? party : null;
    public void Add(Line line) => byId[line.Source!.ExternalId] = line;

    public void Add(Tenure tenure)
    {
        Index(tenure);
        newlyHeld.Add(new ServiceIdentifier(tenure.Kind, tenure.Value));
    }

    void Index(Tenure tenure)
    {
        openByLine[tenure.LineId] = tenure;
        openByNumber[(tenure.Kind, tenure.Value)] = tenure;
    }
}
