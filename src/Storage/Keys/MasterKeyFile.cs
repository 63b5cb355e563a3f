using System.Security.Cryptography;
using Wangting.Kernel;

namespace Wangting.Storage.Keys;

/// <summary>Section <c>Keys</c>.</summary>
public sealed class KeyOptions
{
    /// <summary>A file of 32 random bytes (or their Base64), readable by its owner alone, outside database and backup.
    /// Without it the systemd credential <c>master-key</c> is read.</summary>
    public string? MasterKeyFile { get; set; }

    /// <summary>Make the file when it is not there. For the demo: in production a new key would make every encrypted value unreadable.</summary>
    public bool MakeMasterKey { get; set; }
}

/// <summary>Reads the master key, and says in one sentence what to do when it cannot.</summary>
public static class MasterKeyFile
{
    public const string Advice = "Make one with: (umask 077; head -c 32 /dev/urandom > /etc/wangting/master-key) and name it in Keys:MasterKeyFile, or give it as the systemd credential master-key. Keep a copy outside the backup.";

    /// <exception cref="InvalidOperationException">There is none, it is of the wrong length, or others may read it.</exception>
    public static MasterKey Read(KeyOptions options)
    {
        var path = options.MasterKeyFile ?? (Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder ? Path.Combine(folder, "master-key") : null)
            ?? throw new InvalidOperationException("No master key is configured. " + Advice);
        if (!File.Exists(path))
        {
            if (!options.MakeMasterKey) throw new InvalidOperationException($"The master key file {path} does not exist. {Advice}");
            Make(path);
        }
        // A credential's folder is systemd's to guard; a file of ours must not be readable by others.
        if (options.MasterKeyFile is not null && !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            throw new InvalidOperationException($"The master key file {path} can be read by others. Run: chmod 600 {path}");
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length != 32)
        {
            var text = new byte[48];
            if (bytes.Length > 64 || !Convert.TryFromBase64String(System.Text.Encoding.ASCII.GetString(bytes).Trim(), text, out var length) || length != 32)
                throw new InvalidOperationException($"The master key file {path} holds {bytes.Length} bytes; it must hold 32, or their Base64. {Advice}");
            bytes = text[..32];
        }
        return new MasterKey(bytes);
    }

    static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(RandomNumberGenerator.GetBytes(32));
    }
}
