using System.Security.Cryptography;
using System.Text;

namespace Wangting.Kernel;

/// <summary>The operator's key: the one secret outside database and backup. A text file with a key of 64 hexadecimal
/// digits a line; the first wraps, the others only open what they once wrapped (so a rotation is a new first line, then
/// <c>wangting keys rewrap</c>, then the old line goes).</summary>
public sealed class MasterKeyFile
{
    readonly (string Id, byte[] Key)[] keys;

    MasterKeyFile((string, byte[])[] keys) => this.keys = keys;

    /// <summary>Finds it where the settings say, else among systemd's credentials.</summary>
    /// <param name="credentials">What systemd puts in CREDENTIALS_DIRECTORY.</param>
    /// <exception cref="SetupProblem">There is none, it may be read by others, or it is not a key.</exception>
    public static MasterKeyFile Find(KeyOptions options, string? credentials)
    {
        if (options.MasterKeyFile is { Length: > 0 } path)
        {
            if (options.MakeMasterKey && !File.Exists(path)) Make(path);
            return Read(path, guarded: false);
        }
        var credential = string.IsNullOrEmpty(credentials) ? null : Path.Combine(credentials, "master-key");
        if (credential is not null && File.Exists(credential)) return Read(credential, guarded: true);
        throw new SetupProblem("There is no master key. Make one with: wangting keys make FILE. Then name it in Keys:MasterKeyFile, or give it to systemd as the credential master-key (LoadCredential=master-key:FILE).");
    }

    /// <param name="guarded">The directory keeps others out already, as systemd's does.</param>
    public static MasterKeyFile Read(string path, bool guarded)
    {
        string[] lines;
        try
        {
            if (!guarded && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) is not UnixFileMode.None)
                throw new SetupProblem($"The master key {path} may be read by others. Run: chmod 600 {path}");
            lines = File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SetupProblem($"The master key {path} cannot be read: {fault.Message} Make one with: wangting keys make {path}", fault);
        }
        var keys = lines.Where(l => l.Trim().Length > 0).Select(l => Parse(l.Trim(), path)).ToArray();
        return keys.Length > 0 ? new MasterKeyFile(keys) : throw new SetupProblem($"The master key {path} is empty. Make one with: wangting keys make FILE");
    }

    /// <summary>Writes a new key, readable by its owner alone. An existing file is never touched: its loss is the loss of the data.</summary>
    public static void Make(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new StreamWriter(path, options);
            file.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SetupProblem($"No master key was made: {fault.Message}", fault);
        }
    }

    /// <summary>Wraps with the first key; the text names the key, so that opening finds it.</summary>
    public string Wrap(string name, byte[] secret) => $"v1.{keys[0].Id}.{Convert.ToBase64String(Wrapping.Wrap(keys[0].Key, name, secret))}";

    /// <exception cref="SetupProblem">Wrapped by a key that is not in this file, or changed.</exception>
    public byte[] Unwrap(string name, string wrapped)
    {
        if (wrapped.Split('.') is not ["v1", var id, var text]) throw new SetupProblem($"The stored secret {name} is damaged. Restore kernel_keys from a backup.");
        var key = keys.FirstOrDefault(k => k.Id == id).Key
            ?? throw new SetupProblem($"The stored secret {name} was wrapped by master key {id}, but the key file holds {string.Join(", ", keys.Select(k => k.Id))}. Put the line of {id} back, below the new one, and run: wangting keys rewrap");
        try { return Wrapping.Unwrap(key, name, Convert.FromBase64String(text)); }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            throw new SetupProblem($"The stored secret {name} is damaged. Restore kernel_keys from a backup.", fault);
        }
    }

    const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    static (string, byte[]) Parse(string line, string path)
    {
        if (line.Length != 64 || !line.All(char.IsAsciiHexDigit))
            throw new SetupProblem($"The master key {path} is not a key: each line has 64 hexadecimal digits (32 bytes). Make one with: wangting keys make FILE");
        var key = Convert.FromHexString(line);
        return (Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes("wangting key id"), .. key]))[..8], key);
    }
}
