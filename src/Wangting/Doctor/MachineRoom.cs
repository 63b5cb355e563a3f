using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wangting.Doctor;

/// <summary>The machine below: its clock, its memory, the port to listen on, room for temporary files and logs.</summary>
internal static partial class MachineRoom
{
    const long Megabyte = 1024 * 1024, LittleMemory = 400 * Megabyte;
    const int ClockNotSynchronized = 5;

    public static async IAsyncEnumerable<Finding> LookAsync(Patient patient, [EnumeratorCancellation] CancellationToken ct)
    {
        // A note alone: a guest whose host keeps its clock right says the same. A clock that is off shows beside the database's and the bank's.
        if (OperatingSystem.IsLinux() && AdjTime(new byte[512]) == ClockNotSynchronized) yield return Finding.Of(Severity.Note, "clock_alone", "adjtimex");
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (memory < LittleMemory) yield return Finding.Warning("memory_little", "MemoryMax", ("megabytes", memory / Megabyte));
        foreach (var folder in ((string[])[Path.GetTempPath(), "/var/log"]).Where(Directory.Exists))
            foreach (var finding in DiskSpace.Judge(folder)) yield return finding;
        foreach (var address in (patient.Configuration["Urls"] ?? "http://localhost:5000").Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (await PortAsync(address.Trim(), ct) is { } port) yield return port;
    }

    // Free, or a hall answers there: either is right.
    static async Task<Finding?> PortAsync(string address, CancellationToken ct)
    {
        if (!Uri.TryCreate(address.Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal), UriKind.Absolute, out var url)) return Finding.Fault("setting_wrong", "Urls", ("problem", $"Urls is “{address}”; it is an address such as http://127.0.0.1:5080."));
        if (url.Port == 0) return null;
        var own = IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) ? ip : url.IsLoopback ? IPAddress.Loopback : IPAddress.Any;
        try
        {
            using var listener = new TcpListener(own, url.Port);
            listener.Start();
            return null;
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse) { return await IsHallAsync(own.Equals(IPAddress.Any) ? IPAddress.Loopback : own, url, ct) ? null : Finding.Fault("port_taken", address); }
        catch (SocketException fault) { return Finding.Fault("port_closed", address, ("reason", fault.Message)); }
    }

    static async Task<bool> IsHallAsync(IPAddress own, Uri url, CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var answer = await http.GetAsync(new UriBuilder(url) { Host = own.ToString(), Path = "/health/ready" }.Uri, ct);
            return (await answer.Content.ReadAsStringAsync(ct)).Contains("\"serving\"", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is HttpRequestException || fault is OperationCanceledException && !ct.IsCancellationRequested) { return false; }
    }

    // With no change asked for, it tells the state and needs no right.
    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjTime([In, Out] byte[] timex);
}
