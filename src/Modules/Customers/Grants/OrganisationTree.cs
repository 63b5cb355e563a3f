using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>An organisation as queries of modules to the right may join it.</summary>
public sealed class OrganisationRow
{
    public Guid Id { get; init; }
    public string? Name { get; init; }
    /// <summary>Ids from the root down, each ended by a slash.</summary>
    public required string Path { get; init; }
}

/// <summary>An organisation and all below it, when the caller has a grant that reaches it.</summary>
public static class OrganisationTree
{
    public static IQueryable<OrganisationRow> Of(PortalDbContext db, Caller caller, Guid organisation, DateTime now)
    {
        var person = caller.IsPerson ? caller.SubjectId : Guid.Empty;
        return from grant in db.Set<Grant>()
               from top in db.Set<Party>()
               from chosen in db.Set<Party>()
               from below in db.Set<Party>()
               where grant.PersonId == person && grant.OrganisationId == top.Id && grant.From <= now && (grant.To == null || grant.To > now)
                   && (grant.Rights & Right.SeeBill) == Right.SeeBill
                   && chosen.Id == organisation && chosen.Path.StartsWith(top.Path)
#pragma warning disable CA1309 // The comparison is the database's: it knows no StringComparison.
                   && below.Path.StartsWith(chosen.Path) && string.Compare(below.Path, chosen.Path) >= 0 && string.Compare(below.Path, chosen.Path + "g") < 0 // as in Granted: for the index
#pragma warning restore CA1309
               select new OrganisationRow { Id = below.Id, Name = below.Name, Path = below.Path };
    }
}
