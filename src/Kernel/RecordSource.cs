namespace Wangting.Kernel;

/// <summary>Where a record came from: the system that owns it, its id there and its version there. Every record that
/// can be imported or mirrored carries one; a repeat with the same or an older version changes nothing.</summary>
public sealed record RecordSource(string System, string ExternalId, string? Version = null);
