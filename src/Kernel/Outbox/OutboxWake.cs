using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Wangting.Kernel;

/// <summary>Wakes this process's delivery after a save that put messages due now.</summary>
public sealed class OutboxWake(OutboxSignal signal, TimeProvider clock) : SaveChangesInterceptor
{
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db)
            PutNow.SetFor(db, db.ChangeTracker.Entries<OutboxMessage>().Any(e => e.State == EntityState.Added && e.Entity.DueAt <= clock.GetUtcNow().UtcDateTime));
        return await base.SavingChangesAsync(eventData, result, cancellationToken);
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db && PutNow.TakeFor(db)) signal.Wake();
        return base.SavedChangesAsync(eventData, result, cancellationToken);
    }

    // After the save the entries are no longer "added", so the answer is kept beside the context in between.
    static class PutNow
    {
        static readonly System.Runtime.CompilerServices.ConditionalWeakTable<DbContext, object> Contexts = [];
        public static void SetFor(DbContext db, bool yes) { Contexts.Remove(db); if (yes) Contexts.Add(db, db); }
        public static bool TakeFor(DbContext db) => Contexts.Remove(db);
    }
}
