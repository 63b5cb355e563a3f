using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Storage.Keys;

/// <summary>The cell's root secret in its row, wrapped by the operator's key file. Made by whichever node comes first.</summary>
public sealed class RootKey(IServiceScopeFactory scopes, IOptions<KeyOptions> options, TimeProvider clock)
{
    /// <exception cref="SetupProblem">No key file, or not the one that wrapped the root.</exception>
    public MasterKey Load()
    {
        var file = KeyFile();
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var stored = Stored(db);
        if (stored is null)
        {
            db.Add(new StoredKey { Name = StoredKey.Root, Value = file.Wrap(StoredKey.Root, RandomNumberGenerator.GetBytes(32)), CreatedAt = clock.GetUtcNow().UtcDateTime });
            try { db.SaveChanges(); }
            catch (DbUpdateException failure) when (db.IsDuplicateKey(failure)) { /* another node made it first: theirs holds */ }
            stored = Stored(db)!;
        }
        return new MasterKey(file.Unwrap(StoredKey.Root, stored));
    }

    /// <summary>Wraps the root anew with the first key of the file; nothing else changes.</summary>
    public async Task RewrapAsync(CancellationToken ct)
    {
        var file = KeyFile();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var row = await db.Set<StoredKey>().SingleOrDefaultAsync(k => k.Name == StoredKey.Root, ct)
            ?? throw new SetupProblem("There is nothing to wrap anew: this database has no keys yet.");
        row.Value = file.Wrap(StoredKey.Root, file.Unwrap(StoredKey.Root, row.Value));
        await db.SaveChangesAsync(ct);
    }

    MasterKeyFile KeyFile() => MasterKeyFile.Find(options.Value, Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"));

    static string? Stored(PortalDbContext db) => db.Set<StoredKey>().AsNoTracking().Where(k => k.Name == StoredKey.Root).Select(k => k.Value).SingleOrDefault();
}
