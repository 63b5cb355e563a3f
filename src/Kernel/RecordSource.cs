using System.Globalization;

namespace Wangting.Kernel;

/// <summary>Where a record came from: the system that owns it, its id there and its version there. Every record that
/// can be imported or mirrored carries one; a repeat with the same or an older version changes nothing.</summary>
public sealed record RecordSource(string System, string ExternalId, string? Version = null)
{
    /// <summary>Whether this is to replace what is stored: numbers compare as numbers (10 after 9), all else, such as
    /// ISO dates, as text. A record without a version never replaces one.</summary>
    public bool IsNewerThan(RecordSource? stored)
    {
        if (Version is null) return false;
        if (stored?.Version is not { } before) return true;
        return long.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var now) && long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var then)
            ? now > then
            : string.CompareOrdinal(Version, before) > 0;
    }
}
