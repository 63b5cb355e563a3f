namespace Wangting.Kernel;

/// <summary>Section <c>Keys</c>.</summary>
public sealed class KeyOptions
{
    /// <summary>File of the key that wraps all others. When not set, the systemd credential <c>master-key</c> is taken.</summary>
    public string? MasterKeyFile { get; set; }

    /// <summary>Make the file when it is not there. For the demo: in production a new key would make every encrypted value unreadable.</summary>
    public bool MakeMasterKey { get; set; }
}
