using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>An account of another system: its id here and there.</summary>
public sealed class SourcedAccount
{
    public Guid Id { get; init; }
    public required string ExternalId { get; init; }
}

/// <summary>All accounts whose record names a system as its source.</summary>
public static class SourcedAccounts
{
    public static IQueryable<SourcedAccount> Of(PortalDbContext db, string system) =>
        db.Set<Account>().Where(a => a.Source!.System == system).Select(a => new SourcedAccount { Id = a.Id, ExternalId = a.Source!.ExternalId });
}
