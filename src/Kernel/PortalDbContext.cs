using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Wangting.Kernel;

/// <summary>A record two writers may meet at: its version rises with every save and is checked.</summary>
public interface IVersioned
{
    int Version { get; set; }
}

/// <summary>A module's part of the one model: the assembly whose <c>IEntityTypeConfiguration</c>s to apply.</summary>
public sealed record ModelPart(System.Reflection.Assembly Assembly);

/// <summary>The one unit of work over every module's tables. Which database is below is known to Storage alone.</summary>
public abstract class PortalDbContext(DbContextOptions options, IEnumerable<ModelPart> parts) : DbContext(options)
{
    /// <summary>How many units of work one process writes side by side where most of the time is waiting.</summary>
    public virtual int Writers => 1;

    /// <summary>The database's name for the order of code points, the one order that every database has.</summary>
    public abstract string CodePointCollation { get; }

    /// <summary>Claims due, unleased messages for one node; each claimed message counts an attempt.</summary>
    internal abstract Task<IReadOnlyList<OutboxMessage>> ClaimMessagesAsync(string node, DateTime now, TimeSpan lease, int most, CancellationToken ct);

    /// <summary>Up to where changes have been committed for sure; taken before they are read.</summary>
    internal abstract Task<long> ChangesUpToAsync(CancellationToken ct);

    /// <summary>Changes that were not yet committed at a point given by <see cref="ChangesUpToAsync"/>, and perhaps some that were.</summary>
    internal abstract IQueryable<Change> ChangesFrom(long from);

    /// <summary>Things that the next save concerns though none of its rows names them: of rows that were stored in bulk beside it.</summary>
    public ICollection<Guid> AlsoAbout { get; } = [];

    /// <summary>Whether a save failed because a unique key was already taken (a repeat that raced us).</summary>
    public abstract bool IsDuplicateKey(DbUpdateException failure);

    /// <summary>Whether a save failed because of what was to be stored (a taken key, a value too long or out of range):
    /// trying again would not help, storing less might.</summary>
    public abstract bool IsUnfit(DbUpdateException failure);

    // Contexts come from a pool: what somebody left behind who never saved is not the next one's to store.
    readonly List<(int Lease, Func<CancellationToken, Task<string>> StoreAsync)> bulk = [];

    /// <summary>Rows by the thousand, new and complete, which nobody asks for again in this unit of work: the next save stores
    /// them in its own transaction, before everything else, without following each. What looks at changes does not see them.</summary>
    public void AddInBulk<T>(IReadOnlyList<T> rows) where T : class
    {
        if (rows.Count > 0) bulk.Add((ContextId.Lease, ct => StoreInBulkAsync(rows, ct)));
    }

    /// <summary>Stores them in the manner that is quickest here. What the database will not have is a <see cref="DbUpdateException"/>.</summary>
    /// <returns>The table.</returns>
    protected abstract Task<string> StoreInBulkAsync<T>(IReadOnlyList<T> rows, CancellationToken ct) where T : class;

    /// <summary>After the save is committed, for whoever should know that tables have grown.</summary>
    protected virtual Task StoredInBulkAsync(IReadOnlyCollection<string> tables, CancellationToken ct) => Task.CompletedTask;

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var looks = BeginSave();
        try
        {
            bulk.RemoveAll(b => b.Lease != ContextId.Lease);
            return bulk.Count == 0 ? await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken) : await SaveWithBulkAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            bulk.Clear();
            ChangeTracker.AutoDetectChangesEnabled = looks;
        }
    }

    async Task<int> SaveWithBulkAsync(bool accept, CancellationToken ct)
    {
        // In a transaction of the caller's a save that fails takes itself back, and nothing else.
        const string before = "before_bulk";
        await using var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(ct) : null;
        if (own is null) await Database.CurrentTransaction!.CreateSavepointAsync(before, ct);
        try
        {
            var tables = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (_, store) in bulk) tables.Add(await store(ct));
            var saved = await base.SaveChangesAsync(accept, ct);
            if (own is null) return saved;
            await own.CommitAsync(ct);
            await StoredInBulkAsync(tables, ct);
            return saved;
        }
        catch when (own is null)
        {
            await Database.CurrentTransaction!.RollbackToSavepointAsync(before, CancellationToken.None);
            throw;
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        if (bulk.Exists(b => b.Lease == ContextId.Lease)) throw new NotSupportedException("Rows in bulk are stored by SaveChangesAsync.");
        var looks = BeginSave();
        try { return base.SaveChanges(acceptAllChangesOnSuccess); }
        finally { ChangeTracker.AutoDetectChangesEnabled = looks; }
    }

    // What has changed is looked for once. Everybody who then looks on (versions, notes of changes, the outbox, the save itself)
    // would each have compared every loaded row with what it was; whoever changes a row from here on says so to its entry.
    // An import looks by itself and has switched it off: it stays as it was found.
    bool BeginSave()
    {
        var looks = ChangeTracker.AutoDetectChangesEnabled;
        if (looks) ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
            if (entry.State == EntityState.Modified) entry.Property(e => e.Version).CurrentValue++;
        return looks;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Money>().HaveConversion<MoneyConverter>();
        configurationBuilder.Properties<UnitPrice>().HaveConversion<UnitPriceConverter>();
        configurationBuilder.Properties<LocalText>().HaveConversion<LocalTextConverter>().HaveMaxLength(2000);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<string>().HaveMaxLength(400);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in parts) modelBuilder.ApplyConfigurationsFromAssembly(part.Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IVersioned).IsAssignableFrom(entity.ClrType)) entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
            // Lower snake case, so that an operator's SQL needs no quotes on PostgreSQL.
            if (entity.IsMappedToJson() || entity.IsOwned()) continue; // an owned value names its own columns
            foreach (var property in entity.GetProperties()) property.SetColumnName(Snake(property.Name));
        }
    }

    internal static string Snake(string name)
    {
        var made = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])))) made.Append('_');
            made.Append(char.ToLowerInvariant(name[i]));
        }
        return made.ToString();
    }

    // DateTimeOffset does not sort on SQLite, and a DateTime comes back without its kind: UTC by convention.
    sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        at => at.Kind == DateTimeKind.Local ? at.ToUniversalTime() : at, at => DateTime.SpecifyKind(at, DateTimeKind.Utc));

    sealed class MoneyConverter() : ValueConverter<Money, long>(m => m.Minor, n => new Money(n));

    sealed class UnitPriceConverter() : ValueConverter<UnitPrice, long>(p => p.Micro, n => new UnitPrice(n));

    sealed class LocalTextConverter() : ValueConverter<LocalText, string>(
        t => System.Text.Json.JsonSerializer.Serialize(t.Words, Json.Plain),
        s => new LocalText(System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(s, Json.Plain)!));
}
