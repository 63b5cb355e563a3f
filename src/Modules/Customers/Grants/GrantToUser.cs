using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>What the user of a line may do who is not its holder, put into the unit of work that makes them its user.</summary>
public static class GrantToUser
{
    public static void GrantLineToUser(this PortalDbContext db, Guid person, Guid line, DateTime from) =>
        db.Add(new Grant
        {
            Id = Guid.CreateVersion7(),
            PersonId = person,
            LineId = line,
            Basis = GrantBasis.User,
            Rights = Right.SeeDetails | Right.Order | Right.Pay | Right.SeeBill,
            From = from,
        });
}
