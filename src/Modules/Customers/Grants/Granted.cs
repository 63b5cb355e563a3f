using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Ownership as a part of queries: ids the caller has a right on, now, to compose with <c>Contains</c> so that
/// one statement both finds and scopes. A desk sees what it has opened (<see cref="Opened"/>), the system sees all.</summary>
public static class Granted
{
    /// <summary>Permission by which staff see customers' accounts.</summary>
    public const string StaffView = "customer.view";

    /// <summary>Accounts: granted directly, through the organisation that holds them, or by a guardian.</summary>
    public static IQueryable<Guid> Accounts(PortalDbContext db, Caller caller, Right right, DateTime now)
    {
        if (caller.Kind == CallerKind.System) return db.Set<Account>().Select(a => a.Id);
        if (AtDesk(caller, right))
        {
            var open = Opened.Parties(db, caller, now);
            return db.Set<Account>().Where(a => open.Contains(a.HolderPartyId)).Select(a => a.Id);
        }
        var valid = Valid(db, caller, right, now);
        return valid.Where(g => g.AccountId != null).Select(g => g.AccountId!.Value)
            .Union(from grant in valid.Where(g => g.OrganisationId != null)
                   from top in db.Set<Party>()
                   from below in db.Set<Party>()
                   from account in db.Set<Account>()
                       // Conditions, not nested queries: within a larger query those become APPLY, which SQLite has not.
                       // The subtree is a prefix; that it is a range too, an index can find. No digit of a path sorts behind a g.
#pragma warning disable CA1309 // The comparison is the database's: it knows no StringComparison.
                   where grant.OrganisationId == top.Id && below.Path.StartsWith(top.Path) && string.Compare(below.Path, top.Path) >= 0 && string.Compare(below.Path, top.Path + "g") < 0
#pragma warning restore CA1309
                       && account.HolderPartyId == below.Id
                   select account.Id);
    }

    /// <summary>Lines granted one by one (their user, a guardian, a delegate). Lines reached through their account or
    /// organisation are Subscriptions' to add, which knows them.</summary>
    public static IQueryable<Guid> Lines(PortalDbContext db, Caller caller, Right right, DateTime now)
    {
        if (!AtDesk(caller, right)) return Valid(db, caller, right, now).Where(g => g.LineId != null).Select(g => g.LineId!.Value);
        // What an opened customer uses themselves, not what others let them see: those others were not opened.
        var open = Opened.Parties(db, caller, now);
        return db.Set<Grant>().Where(g => open.Contains(g.PersonId) && g.Basis == GrantBasis.User && g.LineId != null && g.From <= now && (g.To == null || g.To > now)).Select(g => g.LineId!.Value);
    }

    // A desk reads bills and sums; who was called, and every act, is the customer's own.
    static bool AtDesk(Caller caller, Right right) => caller.IsDesk() && (right & ~Right.SeeBill) == 0;

    static IQueryable<Grant> Valid(PortalDbContext db, Caller caller, Right right, DateTime now)
    {
        // Nobody, staff without the permission and machines have no grants: an id that no person has.
        var person = caller.IsPerson ? caller.SubjectId : Guid.Empty;
        return db.Set<Grant>().Where(g => g.PersonId == person && (g.Rights & right) == right && g.From <= now && (g.To == null || g.To > now));
    }
}
