namespace Wangting.Kernel;

/// <summary>Somebody signed in tried what their permissions do not allow: written down, for it may be a guess.</summary>
public sealed class NoteRefused(PortalDbContext db, TimeProvider clock)
{
    /// <param name="what">The page's or act's path, without values.</param>
    public async Task HandleAsync(string what, Caller caller, CancellationToken ct)
    {
        db.Audit(caller, clock, "staff_refused", "page", what.Length > 100 ? what[..100] : what);
        await db.SaveChangesAsync(ct);
    }
}
