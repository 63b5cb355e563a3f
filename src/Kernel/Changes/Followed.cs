using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Wangting.Kernel;

/// <summary>Whether anybody follows at all. Asked of the database at most once a second: a change within the second after
/// somebody first began to listen at another node may go untold.</summary>
public sealed class AnyFollowers(IServiceScopeFactory scopes, TimeProvider clock)
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    DateTimeOffset asked = DateTimeOffset.MinValue;
    volatile bool any;

    /// <summary>At this node, from now on.</summary>
    public void Begin() => any = true;

    internal bool Known => any;

    public async ValueTask<bool> AskAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - asked < Fresh) return any;
        asked = now;
        await using var scope = scopes.CreateAsyncScope();
        var question = scope.ServiceProvider.GetService<IAskFollowers>();
        return any = question is not null && await question.AnyAsync(ct);
    }
}

/// <summary>Answered by the module that keeps who listens.</summary>
public interface IAskFollowers
{
    Task<bool> AnyAsync(CancellationToken ct);
}

/// <summary>Tells of changed records in the save that changes them, whichever operation it is, so that none can forget to.
/// Nothing is told, and nothing written, while nobody follows.</summary>
public sealed class TellOfChanges(AnyFollowers followers, TimeProvider clock) : SaveChangesInterceptor
{
    static readonly HashSet<string> States = new(StringComparer.Ordinal) { "State", "Status", "Mark", "ClosedAt", "To" };

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        // A save of nothing that can be followed asks nobody: it may be holding the whole database.
        if (eventData.Context is PortalDbContext db && (db.ChangeTracker.Entries<IFollowed>().Any() || db.ChangeTracker.Entries<Extra>().Any()) && await followers.AskAsync(cancellationToken)) Tell(db);
        return await base.SavingChangesAsync(eventData, result, cancellationToken);
    }

    void Tell(PortalDbContext db)
    {
        var at = clock.GetUtcNow().UtcDateTime;
        var told = new Dictionary<(string, Guid), RecordChange>();
        foreach (var entry in db.ChangeTracker.Entries<IFollowed>())
            if (Change(entry) is { } change) told[(entry.Entity.Noun, entry.Entity.Id)] = change;
        foreach (var entry in db.ChangeTracker.Entries<Extra>())
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted) told.TryAdd((entry.Entity.Kind, entry.Entity.ObjectId), RecordChange.AttributeValueChange);
        // A second attempt to save what failed says the same once.
        foreach (var ((noun, id), change) in told)
            if (!db.ChangeTracker.Entries<OutboxMessage>().Any(m => m.State == EntityState.Added && m.Entity.Key == KeyOf(noun, id))) db.Tell(new RecordChanged(noun, id, change, at), clock, key: KeyOf(noun, id));
    }

    static string KeyOf(string noun, Guid id) => $"changed:{noun}:{id:N}";

    static RecordChange? Change(EntityEntry<IFollowed> entry) => entry.State switch
    {
        EntityState.Added => RecordChange.Create,
        EntityState.Deleted => RecordChange.Delete,
        EntityState.Modified => entry.Properties.Any(p => p.IsModified && States.Contains(p.Metadata.Name)) ? RecordChange.StateChange : RecordChange.AttributeValueChange,
        _ => null,
    };
}
