using Cronos;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Wangting.Kernel;

/// <summary>Work that comes again: a row with a cron expression, run by whichever node claims its next time.</summary>
/// <param name="Cron">With seconds, in the operator's zone: <c>*/5 * * * * *</c>.</param>
public sealed record Recurring(string Name, string Cron, Func<IServiceProvider, CancellationToken, Task> Run);

internal sealed class ScheduleRow
{
    public required string Name { get; init; }
    public DateTime NextDue { get; set; }
    public DateTime? LastStarted { get; set; }
    public DateTime? LastEnded { get; set; }
    public string? LastError { get; set; }
}

internal sealed class ScheduleTable : IEntityTypeConfiguration<ScheduleRow>
{
    public void Configure(EntityTypeBuilder<ScheduleRow> builder)
    {
        builder.ToTable("kernel_schedules");
        builder.HasKey(s => s.Name);
        builder.Property(s => s.Name).HasMaxLength(100);
        builder.Property(s => s.LastError).HasMaxLength(2000);
    }
}

/// <summary>Runs recurring work. A claim is one conditional update that moves the next time on, so of many nodes one wins.</summary>
public sealed partial class RecurringWork(IServiceScopeFactory scopes, IEnumerable<Recurring> work, TimeProvider clock, Texts texts, ILogger<RecurringWork> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunDueAsync(stoppingToken);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // The database may be away for a while; the schedule must be there when it comes back.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Failed("schedules", fault);
                await Task.Delay(TimeSpan.FromSeconds(5), clock, stoppingToken);
            }
        }
    }

    /// <summary>One look: claims and runs what is due now. Tests call it directly.</summary>
    public async Task RunDueAsync(CancellationToken ct)
    {
        foreach (var one in work) await RunIfDueAsync(one, ct);
    }

    async Task RunIfDueAsync(Recurring one, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var next = CronExpression.Parse(one.Cron, CronFormat.IncludeSeconds).GetNextOccurrence(now, texts.Zone) ?? DateTime.MaxValue;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var claimed = await db.Set<ScheduleRow>().Where(s => s.Name == one.Name && s.NextDue <= now)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.NextDue, next).SetProperty(r => r.LastStarted, now), ct);
        if (claimed == 0)
        {
            if (await db.Set<ScheduleRow>().AnyAsync(s => s.Name == one.Name, ct)) return;
            db.Add(new ScheduleRow { Name = one.Name, NextDue = next });
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateException failure) when (db.IsDuplicateKey(failure)) { /* another node made the row first */ }
            return;
        }
        string? error = null;
        try { await one.Run(scope.ServiceProvider, ct); }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { throw; }
#pragma warning disable CA1031 // Its failure is kept in its row; the next time still comes.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            error = fault.GetType().Name + ": " + fault.Message;
            Failed(one.Name, fault);
        }
        await db.Set<ScheduleRow>().Where(s => s.Name == one.Name)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.LastEnded, clock.GetUtcNow().UtcDateTime).SetProperty(r => r.LastError, error), ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Recurring work {Name} failed")]
    partial void Failed(string name, Exception fault);
}
