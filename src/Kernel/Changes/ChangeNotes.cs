using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Wangting.Kernel;

/// <summary>Writes into every save whom and what it changes, and tells this process at once when it is saved. Every id in a
/// changed row counts: that way no operation has to think of it, and none can forget.</summary>
public sealed class ChangeNotes(Changes changes, TimeProvider clock) : SaveChangesInterceptor
{
    /// <summary>A save about more than so many things (an import's batch) says <em>anything</em>.</summary>
    const int Most = 500;
    static readonly ConcurrentDictionary<IEntityType, IProperty[]> IdsOf = new();
    readonly ConditionalWeakTable<DbContext, Change> noted = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Note(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Tell(eventData.Context);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Tell(eventData.Context);
        return ValueTask.FromResult(result);
    }

    void Note(DbContext? db)
    {
        if (db is not PortalDbContext portal) return;
        noted.Remove(db);
        HashSet<Guid>? about = portal.AlsoAbout.Count == 0 ? null : [.. portal.AlsoAbout];
        portal.AlsoAbout.Clear();
        var anything = false;
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) continue;
            if (entry.Entity is Change) { entry.State = EntityState.Detached; continue; } // of a save that failed
            var ids = IdsOf.GetOrAdd(entry.Metadata, Ids);
            if (ids.Length == 0) anything |= IsForAll(entry.Metadata);
            foreach (var id in ids)
            {
                if (entry.CurrentValues[id] is Guid now && now != Guid.Empty) (about ??= []).Add(now);
                // What was given away concerns whom it was taken from.
                if (entry.State == EntityState.Modified && entry.OriginalValues[id] is Guid before && before != Guid.Empty) (about ??= []).Add(before);
            }
        }
        if (about is null && !anything) return;
        var change = new Change { At = clock.GetUtcNow().UtcDateTime, About = anything || about!.Count > Most ? [] : Packed(about) };
        db.Add(change);
        noted.Add(db, change);
    }

    void Tell(DbContext? db)
    {
        if (db is null || !noted.TryGetValue(db, out var change)) return;
        noted.Remove(db);
        db.Entry(change).State = EntityState.Detached;
        Apply(changes, change.About);
    }

    internal static void Apply(Changes changes, byte[] about)
    {
        if (about.Length == 0) changes.TouchEverything();
        else changes.Touch(MemoryMarshal.Cast<byte, Guid>(about));
    }

    static byte[] Packed(HashSet<Guid> about) => MemoryMarshal.AsBytes(about.ToArray().AsSpan()).ToArray();

    // What every page draws from (offers, prices) has no owner to name: a change there is about anything.
    static bool IsForAll(IEntityType type) => type.ClrType.Namespace == "Wangting.Catalogue";

    static IProperty[] Ids(IEntityType type) =>
        type.ClrType.Assembly == typeof(Change).Assembly || typeof(IUnshown).IsAssignableFrom(type.ClrType) || IsForAll(type) ? []
            : [.. type.GetProperties().Where(p => p.ClrType == typeof(Guid) || p.ClrType == typeof(Guid?))];
}
