namespace Wangting.Kernel;

/// <summary>Stores many new rows at once, past the unit of work's tracking, in its transaction where it has one. Each stands as
/// it is: no version is raised, and nobody is told but by <see cref="PortalDbContext.AlsoAbout"/>.</summary>
public interface IBulkRows
{
    Task AddAsync<T>(PortalDbContext db, IReadOnlyCollection<T> rows, CancellationToken ct) where T : class;
}
