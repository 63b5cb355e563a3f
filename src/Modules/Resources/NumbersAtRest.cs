using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Resources;

/// <summary>Lets a number rest after its holder left it, in the unit of work of the line's own change: for 90 days it is
/// nobody's, so that the next holder is not taken for the last.</summary>
public static class NumbersAtRest
{
    public static readonly TimeSpan Rest = TimeSpan.FromDays(90);

    public static async Task RestAsync(PortalDbContext db, ServiceIdentifier number, DateTime from, CancellationToken ct)
    {
        var resource = await db.Set<NumberResource>().SingleOrDefaultAsync(n => n.Kind == number.Kind && n.Value == number.Value, ct);
        if (resource is null) return; // a number of another operator, ported in: it goes home
        (resource.State, resource.RestUntil) = (NumberState.Resting, from + Rest);
    }

    /// <summary>Whether a number may be given to a new line now.</summary>
    public static async Task<bool> IsRestingAsync(PortalDbContext db, ServiceIdentifier number, DateTime now, CancellationToken ct) =>
        await db.Set<NumberResource>().AnyAsync(n => n.Kind == number.Kind && n.Value == number.Value && n.State == NumberState.Resting && n.RestUntil > now, ct);
}
