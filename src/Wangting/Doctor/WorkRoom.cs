using System.Runtime.CompilerServices;
using Wangting.Kernel;

namespace Wangting.Doctor;

/// <summary>Whether the work that goes by itself goes: messages, schedules, the audit's seal; and whether there is a backup.</summary>
internal static class WorkRoom
{
    static readonly TimeSpan Late = TimeSpan.FromMinutes(5), Long = TimeSpan.FromDays(2);

    public static async IAsyncEnumerable<Finding> LookAsync(Patient patient, [EnumeratorCancellation] CancellationToken ct)
    {
        if (await patient.DatabaseAsync(ct) is not { IsUsable: true } database) yield break;
        var outbox = await patient.AskAsync<CountOutbox, OutboxCount>(count => count.HandleAsync(ct));
        if (outbox.Parked > 0) yield return Finding.Warning("outbox_parked", "kernel_outbox", ("count", outbox.Parked));
        if (outbox.OldestDue > Late) yield return Finding.Warning("outbox_late", "kernel_outbox", ("minutes", (long)outbox.OldestDue.TotalMinutes));
        var work = await patient.AskAsync<ViewWork, WorkState>(view => view.HandleAsync(ct));
        if (work.Unsealed > Late) yield return Finding.Warning("audit_unsealed", "kernel_audit", ("minutes", (long)work.Unsealed.TotalMinutes));
        foreach (var schedule in work.Schedules)
        {
            if (schedule.Late > Late) yield return Finding.Warning("schedule_late", schedule.Name, ("minutes", (long)schedule.Late.TotalMinutes));
            if (schedule.LastError is { } error) yield return Finding.Warning("schedule_failed", schedule.Name, ("error", error));
        }
        // PostgreSQL's own tools do not tell us; and a hall of yesterday need not have one.
        if (database.File is not null && work.Since is { } since && patient.Now - (work.LastBackup ?? since) > Long)
            yield return work.LastBackup is { } last ? Finding.Warning("backup_old", "wangting backup", ("at", last)) : Finding.Warning("backup_none", "wangting backup");
    }
}
