using Wangting.Kernel;

namespace Wangting.Doctor;

/// <summary>Everything that can be looked at without changing anything, room by room. What cannot be looked at is a
/// finding too, and the next room is looked at all the same.</summary>
public static class Examination
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static readonly (string Name, Func<Patient, CancellationToken, IAsyncEnumerable<Finding>> Look)[] Rooms =
    [
        ("settings", SettingsRoom.LookAsync), ("keys", KeysRoom.LookAsync), ("database", DatabaseRoom.LookAsync), ("work", WorkRoom.LookAsync),
        ("gateways", GatewaysRoom.LookAsync), ("machine", MachineRoom.LookAsync),
    ];

    /// <param name="settings">Above files and environment, for a test.</param>
    /// <exception cref="SetupProblem">The settings cannot be read at all.</exception>
    public static async Task<IReadOnlyList<Finding>> RunAsync(IReadOnlyDictionary<string, string?>? settings, CancellationToken ct)
    {
        await using var hall = Hall.BuildForExamination(settings, out var problems);
        var patient = new Patient(hall.Services, hall.Configuration, problems);
        var found = new List<Finding>();
        foreach (var (name, look) in Rooms) found.AddRange(await LookAsync(patient, name, look, ct));
        return [.. found.OrderByDescending(f => f.Severity)];
    }

    static async Task<List<Finding>> LookAsync(Patient patient, string name, Func<Patient, CancellationToken, IAsyncEnumerable<Finding>> look, CancellationToken ct)
    {
        var found = new List<Finding>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            await foreach (var finding in look(patient, limit.Token)) found.Add(finding);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { throw; }
#pragma warning disable CA1031 // That a room cannot be looked at is said; the others must still be.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // After a fault of its own that is no news: a database that is away has no schedules to show.
            if (!found.Exists(f => f.Severity == Severity.Fault)) found.Add(Finding.Warning("room_closed", name, ("reason", fault.GetBaseException().Message)));
        }
        return found;
    }
}
