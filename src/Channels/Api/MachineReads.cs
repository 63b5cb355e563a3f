using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>Writes down which machine read whose data. A program of a person reads in that person's name what is theirs to
/// see, and is not noted.</summary>
internal sealed class MachineReads(AuditLater audit)
{
    public static bool Tells(Call call, Resource resource) => call.Caller.Kind == CallerKind.Machine && !resource.IsPublic;

    public ValueTask ReadAsync(Call call, string noun, Guid id, Guid? whose, CancellationToken ct) =>
        audit.NoteAsync(call.Caller, "api_read", noun, id.ToString(), whose, null, ct);

    /// <param name="filters">Names alone: a value may be a telephone number.</param>
    /// <param name="whose">Of each row; it is somebody's reading when all are theirs.</param>
    public ValueTask ListedAsync(Call call, string noun, IEnumerable<string> filters, int count, IEnumerable<Guid?> whose, CancellationToken ct)
    {
        Guid?[] parties = [.. whose.Distinct().Take(2)];
        return audit.NoteAsync(call.Caller, "api_listed", noun, "list", parties is [var one] ? one : null, new { filters = filters.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), count }, ct);
    }

    /// <summary>A sum without a name: so many of these are asked for that they are counted, not listed.</summary>
    public void Counted(Call call, string noun) => audit.Count(call.Caller, "api_counted", noun);
}
