using System.Globalization;

namespace Wangting.Kernel;

/// <summary>Where a record came from: the system that owns it, its id there and its version there. Every record that
/// can be imported or mirrored carries one; a repeat with the same or an older version changes nothing.</summary>
public sealed record RecordSource(string System, string ExternalId, string? Version = null)
{
    /// <summary>Marks a version that is a digest of the record's content: any other digest is newer.</summary>
    public const char DigestMark = '#';

    /// <summary>Whether this is to replace what is stored: whole numbers compare as numbers (10 after 9), all else, such
    /// as ISO dates, as text. A record without a version never replaces one.</summary>
    public bool IsNewerThan(RecordSource? stored)
    {
        if (string.IsNullOrEmpty(Version)) return false;
        if (stored?.Version is not { Length: > 0 } before) return true;
        if (Version[0] == DigestMark || before[0] == DigestMark) return Version != before;
        return Int128.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var now) && Int128.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var then)
            ? now > then
            : string.CompareOrdinal(Version, before) > 0;
    }
}

public enum Acceptance
{
    Added, Updated, Unchanged, Refused,
    /// <summary>Kept aside, to be tried again once what it lacks is there.</summary>
    Parked,
}

/// <summary>What became of one record that a module was offered.</summary>
public readonly record struct Accepted(Acceptance Outcome, Refusal? Why = null)
{
    public static readonly Accepted Added = new(Acceptance.Added);
    public static readonly Accepted Updated = new(Acceptance.Updated);
    public static readonly Accepted Unchanged = new(Acceptance.Unchanged);

    public static implicit operator Accepted(Refusal refusal) => FromRefusal(refusal);
    public static Accepted Parked(Refusal why) => new(Acceptance.Parked, why);
    public static Accepted FromRefusal(Refusal refusal) => new(Acceptance.Refused, refusal);
}
