namespace Wangting.Channels.Terminal;

/// <summary>The text channel for operators' own terminals (<c>wangting dial</c>): it speaks as any number, so it is closed
/// unless a secret is set. Section <c>Terminal</c>.</summary>
public sealed class TerminalOptions
{
    public const int LeastSecret = 16;

    /// <summary>What a terminal must show, 16 characters or more; without one the channel answers <em>not found</em>.</summary>
    public string? Secret { get; set; }

    /// <summary>Where the hall writes its address and secret when it starts, readable by its own user alone. A secret is
    /// made up when none is set. Meant for <c>demo</c>.</summary>
    public string? KeyFile { get; set; }
}
