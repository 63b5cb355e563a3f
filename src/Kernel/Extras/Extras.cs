using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Wangting.Kernel;

/// <summary>What other systems tell of our records beyond our columns: kept beside them, so that who wrote it reads it again
/// and finds by it. Kept in the unit of work of the operation it belongs to.</summary>
public static class Extras
{
    /// <summary>Of one record altogether.</summary>
    public const int MostCharacters = 16_000;
    public const int MostLeaves = 300;

    /// <summary>Puts attributes in place of what was kept under their names; <c>null</c> takes one away.</summary>
    public static async Task<Refusal?> KeepExtrasAsync(this PortalDbContext db, string kind, Guid id, IReadOnlyCollection<KeyValuePair<string, JsonElement>> given, bool isNew, CancellationToken ct)
    {
        if (given.Count == 0) return null;
        var before = isNew ? [] : await db.Set<Extra>().Where(e => e.ObjectId == id && e.Kind == kind).ToListAsync(ct);
        var names = given.Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var stays = before.Where(e => !names.Contains(Top(e.Path))).ToList();
        var made = Made(kind, id, given);
        if (TooMuch(stays, made, given) is { } tooMuch) return tooMuch;
        // A key of ours may come again with another value: the old row goes first.
        var known = before.Except(stays).ToDictionary(e => (e.Path, e.Ordinal));
        foreach (var extra in made)
            if (known.Remove((extra.Path, extra.Ordinal), out var old)) db.Entry(old).CurrentValues.SetValues(extra);
            else db.Add(extra);
        db.RemoveRange(known.Values);
        return null;
    }

    /// <summary>Keeps them in whichever save of the operation adds the record with that id: an operation may try several
    /// times, or find that it was done before, and then nothing is kept.</summary>
    public static async Task<Outcome<T>> KeepExtrasWithAsync<T>(this PortalDbContext db, string kind, Guid id, IReadOnlyCollection<KeyValuePair<string, JsonElement>> given, Func<Task<Outcome<T>>> operation)
    {
        var made = Made(kind, id, given);
        if (TooMuch([], made, given) is { } tooMuch) return tooMuch;
        db.SavingChanges += Add;
        try { return await operation(); }
        finally { db.SavingChanges -= Add; } // a pooled context would take it into the next request

        void Add(object? sender, SavingChangesEventArgs saving)
        {
            var added = db.ChangeTracker.Entries().Where(e => e.State == EntityState.Added).ToArray();
            if (added.Any(e => e.Metadata.FindProperty("Id") is not null && e.Property("Id").CurrentValue is Guid key && key == id) && !added.Any(e => e.Entity is Extra)) db.AddRange(made);
        }
    }

    static List<Extra> Made(string kind, Guid id, IReadOnlyCollection<KeyValuePair<string, JsonElement>> given)
    {
        List<Extra> made = [];
        foreach (var one in given)
            if (one.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)) Take(made, kind, id, one);
        return made;
    }

    static Refusal? TooMuch(List<Extra> stays, List<Extra> made, IReadOnlyCollection<KeyValuePair<string, JsonElement>> given) =>
        given.Select(g => g.Key).FirstOrDefault(n => n.Length > 100) is { } longName ? Refusal.Invalid("extra.name_too_long", longName[..40])
        : stays.Concat(made).Sum(e => e.Value?.Length ?? 0) > MostCharacters || stays.Count + made.Count > MostLeaves ? Refusal.Invalid("extra.too_much", given.First().Key, ("most", MostCharacters))
        : null;

    /// <summary>Takes away all that was kept of a record, with the next save.</summary>
    public static async Task DropExtrasAsync(this PortalDbContext db, string kind, Guid id, CancellationToken ct) =>
        db.RemoveRange(await db.Set<Extra>().Where(e => e.ObjectId == id && e.Kind == kind).ToListAsync(ct));

    /// <summary>Records with a leaf of that value, as a part of a larger query.</summary>
    /// <param name="path">Dotted: <c>characteristic.name</c>.</param>
    public static IQueryable<Guid> Having(PortalDbContext db, string kind, string path, string value)
    {
        var key = KeyOf(value);
        return db.Set<Extra>().Where(e => e.Kind == kind && e.Path == path && e.Key == key).Select(e => e.ObjectId);
    }

    /// <summary>Records with something kept under a first-level name, as a part of a larger query.</summary>
    public static IQueryable<Guid> Under(PortalDbContext db, string kind, string name) =>
        db.Set<Extra>().Where(e => e.Kind == kind && e.Path == name && e.Value != null).Select(e => e.ObjectId);

    /// <summary>Whether an operation that began anew has let go of what was to be kept with it.</summary>
    public static bool HasLostExtras(this PortalDbContext db, Guid id) => !db.ChangeTracker.Entries<Extra>().Any(e => e.Entity.ObjectId == id);

    /// <summary>What is kept of some records: name and JSON by record.</summary>
    public static async Task<ILookup<Guid, KeyValuePair<string, string>>> ListAsync(PortalDbContext db, string kind, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        (await db.Set<Extra>().AsNoTracking().Where(e => e.Kind == kind && ids.Contains(e.ObjectId) && e.Value != null).OrderBy(e => e.Path)
            .Select(e => new { e.ObjectId, e.Path, e.Value }).ToListAsync(ct)).ToLookup(e => e.ObjectId, e => KeyValuePair.Create(e.Path, e.Value!));

    // Long values are found by their digest: an index takes only so much.
    internal static string KeyOf(string value) => value.Length <= 200 ? value : "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    static string Top(string path) => path.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? path[..dot] : path;

    static void Take(List<Extra> made, string kind, Guid id, KeyValuePair<string, JsonElement> one)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        // A dot would make a name look like a path; such a name is given back, and not found by.
        made.Add(new Extra { Kind = kind, ObjectId = id, Path = one.Key.Replace('.', '_'), Ordinal = -1, Value = one.Value.GetRawText() });
        Leaves(one.Key.Replace('.', '_'), one.Value);

        void Leaves(string path, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var part in value.EnumerateObject()) Leaves(path + "." + part.Name, part.Value);
                    break;
                case JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray()) Leaves(path, item);
                    break;
                case JsonValueKind.Null or JsonValueKind.Undefined: break;
                default:
                    if (path.Length > 200) break;
                    var ordinal = counts[path] = counts.GetValueOrDefault(path, -1) + 1;
                    made.Add(new Extra { Kind = kind, ObjectId = id, Path = path, Ordinal = ordinal, Key = KeyOf(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()) });
                    break;
            }
        }
    }
}
