using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Wangting.Kernel;

/// <summary>Where the chain stood at the end of a day. Kept elsewhere, it proves later that no row up to it was changed,
/// taken out or cut off, even by someone who made the whole chain anew.</summary>
/// <param name="Day">UTC.</param>
public sealed record AuditHead(DateOnly Day, long Sequence, string Hash)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyy-MM-dd} {Sequence} {Hash}");

    /// <summary>Reads a line that <see cref="ToString"/> wrote.</summary>
    public static bool TryRead(string line, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AuditHead? head)
    {
        head = line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var day, var sequence, { Length: 64 } hash]
            && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AuditHead(on, number, hash) : null;
        return head is not null;
    }
}

/// <summary><c>wangting audit heads</c>: the last sealed row of each day.</summary>
public sealed class ListAuditHeads(PortalDbContext db)
{
    public async Task<IReadOnlyList<AuditHead>> HandleAsync(DateOnly from, CancellationToken ct)
    {
        var heads = new SortedDictionary<DateOnly, AuditHead>();
        var start = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        await foreach (var row in db.Set<AuditEntry>().AsNoTracking().Where(a => a.Sequence != null && a.At >= start).OrderBy(a => a.Sequence)
            .Select(a => new { a.At, a.Sequence, a.Hash }).AsAsyncEnumerable().WithCancellation(ct))
        {
            var day = DateOnly.FromDateTime(row.At);
            heads[day] = new AuditHead(day, row.Sequence!.Value, Convert.ToHexStringLower(row.Hash!));
        }
        return [.. heads.Values];
    }
}

/// <summary>Every night the head of the day before goes into the log, which lies elsewhere in any serious installation.</summary>
public sealed partial class TellAuditHead(ListAuditHeads list, TimeProvider clock, ILogger<TellAuditHead> log)
{
    public async Task HandleAsync(CancellationToken ct)
    {
        var yesterday = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-1);
        if ((await list.HandleAsync(yesterday, ct)).FirstOrDefault(h => h.Day == yesterday) is { } head) Head(head);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit head {Head}")]
    partial void Head(AuditHead head);
}
