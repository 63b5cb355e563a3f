using System.Runtime.InteropServices;

namespace Wangting.Doctor;

/// <summary>Room for bytes and for files where something of ours grows.</summary>
internal static partial class DiskSpace
{
    const long Megabyte = 1024 * 1024, Little = 1024 * Megabyte, None = 64 * Megabyte;
    const double FewFiles = 0.02;

    public static IEnumerable<Finding> Judge(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < Little) yield return Finding.Of(free < None ? Severity.Fault : Severity.Warning, "disk_full", folder, ("megabytes", free / Megabyte));
        if (Inodes(folder) is { Total: > 0 } inodes && inodes.Free < inodes.Total * FewFiles) yield return Finding.Warning("disk_inodes", folder, ("free", inodes.Free));
    }

    // The platform does not tell of inodes. struct statvfs of 64-bit Linux: eight-byte numbers, the sixth is all files, the eighth those left to us.
    static (long Total, long Free) Inodes(string folder)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return default;
        var numbers = new ulong[32];
        return StatVfs(folder, numbers) == 0 ? ((long)numbers[5], (long)numbers[7]) : default;
    }

    [LibraryImport("libc", EntryPoint = "statvfs", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatVfs(string path, [Out] ulong[] numbers);
}
