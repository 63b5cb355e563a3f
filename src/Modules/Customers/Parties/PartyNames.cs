using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>A party as queries of modules to the right may join it.</summary>
public sealed class PartyNameRow
{
    public Guid Id { get; init; }
    public PartyKind Kind { get; init; }
    public string? Name { get; init; }
    public string? Language { get; init; }
}

/// <summary>All parties, for a query that has scoped its own rows.</summary>
public static class PartyNames
{
    public static IQueryable<PartyNameRow> Of(PortalDbContext db) => db.Set<Party>().Select(p => new PartyNameRow { Id = p.Id, Kind = p.Kind, Name = p.Name, Language = p.Language });
}
