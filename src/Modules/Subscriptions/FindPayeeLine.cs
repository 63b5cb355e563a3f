using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>The account behind a number in use, for who gives it something and learns nothing more about it.</summary>
public sealed class FindPayeeLine(PortalDbContext db)
{
    /// <param name="number">E.164.</param>
    public async Task<Guid?> AccountAsync(string number, CancellationToken ct) =>
        await (from tenure in db.Set<Tenure>().Where(t => t.Kind == IdentifierKind.Mobile && t.Value == number && t.To == null)
               join line in db.Set<Line>() on tenure.LineId equals line.Id
               select (Guid?)line.AccountId).SingleOrDefaultAsync(ct);
}
