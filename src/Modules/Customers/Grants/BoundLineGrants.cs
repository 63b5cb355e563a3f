using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Rights that came with holding a line in the hand, given and taken back in the unit of work of the binding's event.</summary>
public static class BoundLineGrants
{
    /// <summary>What a code from the line justifies: see its balance and bill, and pay. Never call details or orders: a
    /// code shows possession, not that one is its holder.</summary>
    public static async Task GrantBoundLineAsync(this PortalDbContext db, Guid person, Guid line, DateTime from, CancellationToken ct)
    {
        if (!await db.Set<Party>().AnyAsync(p => p.Id == person, ct)) return;
        db.Add(new Grant { Id = Guid.CreateVersion7(), PersonId = person, LineId = line, Basis = GrantBasis.Payer, Rights = Right.Pay | Right.SeeBill, From = from });
    }

    public static async Task EndBoundLineGrantAsync(this PortalDbContext db, Guid person, Guid line, DateTime at, CancellationToken ct)
    {
        foreach (var grant in await db.Set<Grant>().Where(g => g.PersonId == person && g.LineId == line && g.Basis == GrantBasis.Payer && (g.To == null || g.To > at)).ToListAsync(ct))
            grant.To = at;
    }
}
