using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>What the user of a line may do who is not its holder, in the unit of work that makes them its user.</summary>
public static class GrantToUser
{
    public const Right Rights = Right.SeeDetails | Right.Order | Right.Pay | Right.SeeBill;

    public static void GrantLineToUser(this PortalDbContext db, Guid person, Guid line, DateTime from) =>
        db.Add(new Grant
        {
            Id = Guid.CreateVersion7(),
            PersonId = person,
            LineId = line,
            Basis = GrantBasis.User,
            Rights = Rights,
            From = from,
        });

    /// <summary>Takes them back when somebody else becomes its user.</summary>
    public static async Task EndLineOfUserAsync(this PortalDbContext db, Guid person, Guid line, DateTime at, CancellationToken ct)
    {
        foreach (var grant in await db.Set<Grant>().Where(g => g.PersonId == person && g.LineId == line && g.Basis == GrantBasis.User && g.To == null).ToListAsync(ct)) grant.To = at;
    }
}
