using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Wangting.Kernel;
using Wangting.Storage.Keys;

namespace Wangting.Doctor;

/// <summary>Whether the three layers of keys open each other.</summary>
internal static class KeysRoom
{
    static readonly TimeSpan Soon = TimeSpan.FromDays(1);

    public static async IAsyncEnumerable<Finding> LookAsync(Patient patient, [EnumeratorCancellation] CancellationToken ct)
    {
        if (patient.Settings<KeyOptions>() is not { } options) yield break;
        if (Wrong(options) is { } wrong)
        {
            yield return wrong;
            yield break;
        }
        // Asked first: opening a root that is not there would make one, and a doctor changes nothing.
        if (await patient.DatabaseAsync(ct) is not { IsUsable: true } || !await patient.AskAsync<ViewKeys, bool>(view => view.HasRootAsync(ct))) yield break;
        SetupProblem? closed = null;
        try { _ = patient.Services.GetRequiredService<MasterKey>(); }
        catch (SetupProblem problem) { closed = problem; }
        if (closed is not null)
        {
            yield return Finding.Fault("key_other", options.MasterKeyFile ?? "master-key", ("problem", closed.Message));
            yield break;
        }
        var ring = patient.Services.GetRequiredService<IKeyManager>().GetAllKeys();
        foreach (var key in ring.Where(k => !Opens(k))) yield return Finding.Fault("ring_closed", $"kernel_keys {key.KeyId}");
        // The ring makes its next key two days before the last one ends, if a node is there to do it.
        if (ring.Count > 0 && ring.Max(k => k.ExpirationDate.UtcDateTime) - patient.Now < Soon) yield return Finding.Warning("ring_ends", "kernel_keys", ("at", ring.Max(k => k.ExpirationDate.UtcDateTime)));
    }

    static Finding? Wrong(KeyOptions options)
    {
        if (options.MasterKeyFile is { Length: > 0 } file && !File.Exists(file)) return options.MakeMasterKey ? null : Finding.Fault("key_missing", file);
        if (options.MasterKeyFile is { Length: > 0 } open && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(open) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)) != 0) return Finding.Fault("key_open", open);
        try { MasterKeyFile.Find(new KeyOptions { MasterKeyFile = options.MasterKeyFile }, Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY")); }
        catch (SetupProblem problem) { return Finding.Fault("key_unusable", options.MasterKeyFile ?? "Keys:MasterKeyFile", ("problem", problem.Message)); }
        return null;
    }

    static bool Opens(IKey key)
    {
        try { return key.CreateEncryptor() is not null; }
#pragma warning disable CA1031 // Whatever keeps a key from opening is the finding.
        catch (Exception) { return false; }
#pragma warning restore CA1031
    }
}
