using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>What a desk may see, as a part of queries: the customers it has opened, within the area in which its permission
/// holds.</summary>
public static class Opened
{
    /// <summary>Somebody at a desk: staff, or another system's desk with a piece of ours in it.</summary>
    public static bool IsDesk(this Caller caller) => caller.Kind is CallerKind.Staff or CallerKind.Machine && caller.Can(CustomersPermissions.View);

    /// <summary>The parties that stand open at the caller's session; of several the one they act for.</summary>
    public static IQueryable<Guid> Parties(PortalDbContext db, Caller caller, DateTime now)
    {
        var (session, opener) = (caller.SessionId ?? Guid.Empty, caller.IsDesk() ? caller.SubjectId : Guid.Empty);
        var open = db.Set<Opening>().Where(o => o.SessionId == session && o.OpenerId == opener && o.Until > now);
        if (caller.ActingFor is { } one) open = open.Where(o => o.PartyId == one);
        return Within(db, open.Select(o => o.PartyId), caller, CustomersPermissions.View);
    }

    /// <summary>Those of some parties that are customers where a permission of the caller's holds.</summary>
    public static IQueryable<Guid> Within(PortalDbContext db, IQueryable<Guid> parties, Caller caller, string permission)
    {
        if (caller.AreasOf(permission) is not { } areas) return parties;
        // An area ends in a slash here, as what lies in it begins with it and a slash: 南 is not above 南京.
        string[] within = [.. areas.Select(a => a + "/")];
#pragma warning disable CA1310 // part of a statement: the database compares, and knows no cultures
        return parties.Where(p => db.Set<Customer>().Any(c => c.PartyId == p && c.Area != null && within.Any(a => (c.Area + "/").StartsWith(a))));
#pragma warning restore CA1310
    }
}
