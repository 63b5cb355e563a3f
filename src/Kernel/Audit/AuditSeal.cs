using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Wangting.Kernel;

/// <summary>Orders and chains audit entries: hash(n) = SHA-256(hash(n−1) ‖ n ‖ entry). One sealer per cell wins by the
/// unique sequence; entries stay out of the chain for a moment so that no slow transaction is overtaken for long.</summary>
public sealed class SealAudit(PortalDbContext db)
{
    const int Batch = 2000;

    /// <returns>How many entries were sealed.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var last = await db.Set<AuditEntry>().Where(a => a.Sequence != null).OrderByDescending(a => a.Sequence)
            .Select(a => new { a.Sequence, a.Hash }).FirstOrDefaultAsync(ct);
        var next = (last?.Sequence ?? 0) + 1;
        var hash = last?.Hash ?? new byte[32];
        var open = await db.Set<AuditEntry>().Where(a => a.Sequence == null).OrderBy(a => a.Id).Take(Batch).ToListAsync(ct);
        foreach (var entry in open)
        {
            entry.Sequence = next;
            entry.Hash = hash = AuditChain.Hash(hash, next, entry);
            next++;
        }
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException failure) when (db.IsDuplicateKey(failure)) { db.ChangeTracker.Clear(); return 0; } // another sealer was faster
        db.ChangeTracker.Clear();
        return open.Count;
    }
}

/// <summary>What <c>wangting verify audit</c> found.</summary>
/// <param name="Broken">The first row that does not fit the chain, or null.</param>
public sealed record AuditVerdict(long Checked, int Unsealed, BrokenAuditRow? Broken, string HeadHash);

public sealed record BrokenAuditRow(long Sequence, Guid? Id, string Why);

/// <summary>Walks the chain from its start, past heads that were kept elsewhere.</summary>
public sealed class VerifyAudit(PortalDbContext db)
{
    /// <param name="kept">What <c>wangting audit heads</c> once printed; empty when none was kept.</param>
    public async Task<AuditVerdict> HandleAsync(IReadOnlyCollection<AuditHead> kept, CancellationToken ct)
    {
        var heads = kept.ToLookup(h => h.Sequence);
        var hash = new byte[32];
        long expected = 1;
        BrokenAuditRow? broken = null;
        await foreach (var entry in db.Set<AuditEntry>().AsNoTracking().Where(a => a.Sequence != null).OrderBy(a => a.Sequence).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (entry.Sequence != expected)
            {
                broken = new(expected, null, $"row {expected} is missing; the next is {entry.Sequence}");
                break;
            }
            var made = AuditChain.Hash(hash, expected, entry);
            if (entry.Hash is null || !CryptographicOperations.FixedTimeEquals(made, entry.Hash))
            {
                broken = new(expected, entry.Id, "its content or its predecessor was changed");
                break;
            }
            if (heads[expected].FirstOrDefault(h => h.Hash != Convert.ToHexStringLower(made)) is { } other)
            {
                broken = new(expected, entry.Id, $"the head kept for {other.Day:yyyy-MM-dd} is another: the chain up to it was made anew");
                break;
            }
            hash = made;
            expected++;
        }
        if (broken is null && kept.Where(h => h.Sequence >= expected).MinBy(h => h.Sequence) is { } cut)
            broken = new(expected, null, $"the chain ends before row {cut.Sequence}, the head kept for {cut.Day:yyyy-MM-dd}");
        return new(expected - 1, await db.Set<AuditEntry>().CountAsync(a => a.Sequence == null, ct), broken, Convert.ToHexStringLower(hash));
    }
}

internal static class AuditChain
{
    public static byte[] Hash(byte[] previous, long sequence, AuditEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        void Add(string? text)
        {
            // Length first, so that no two lists of fields read the same.
            var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        hash.AppendData(previous);
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        hash.AppendData(number);
        hash.AppendData(entry.Id.ToByteArray());
        BinaryPrimitives.WriteInt64BigEndian(number, entry.At.Ticks);
        hash.AppendData(number);
        Add(entry.ActorKind.ToString());
        Add(entry.ActorId.ToString());
        Add(entry.ActingFor?.ToString());
        Add(entry.Channel.ToString());
        Add(entry.Address);
        Add(entry.Act);
        Add(entry.PartyId?.ToString());
        Add(entry.ObjectKind);
        Add(entry.ObjectId);
        Add(entry.Purpose);
        Add(entry.Details);
        Add(entry.TraceId);
        return hash.GetHashAndReset();
    }
}
