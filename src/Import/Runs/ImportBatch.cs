using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>Saves rows together with the checkpoint. The modules only prepare, in the order of the kinds; the one save
/// is here. Rows that the database itself will not have are found by halving.</summary>
public sealed class ImportBatch(PortalDbContext db, ImportKinds kinds, IServiceProvider services, TimeProvider clock)
{
    /// <summary>Makes the records that depend on no row.</summary>
    internal Task<Refusal?> BeginAsync(BatchWork work, CancellationToken ct) => SaveAsync(work, [work.MapOnce()], ct);

    internal async Task<RunTotals> FinishAsync(BatchWork work, CancellationToken ct)
    {
        var run = await db.Set<ImportRun>().SingleAsync(r => r.Id == work.Run, ct);
        run.FinishedAt = clock.GetUtcNow().UtcDateTime;
        db.Audit(work.Caller, clock, "import_finished", "import", run.Id.ToString(), details: new { run.FileName, run.Source, run.Totals });
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        return run.Totals;
    }

    internal async Task<Refusal?> SaveAsync(BatchWork work, IReadOnlyList<MappedRow> rows, CancellationToken ct)
    {
        var run = await db.Set<ImportRun>().SingleAsync(r => r.Id == work.Run, ct);
        // Another process that brings in the same file moves the run as well; its version catches what this does not.
        if (run.OnceDone && run.Position != rows[0].Number - 1) return Refusal.Conflict("import.run_elsewhere");
        // Thousands of new rows are tracked: looking for changes at every question would cost more than the save.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            var (totals, rejects) = await PrepareAsync(run.Totals.Copy(), rows, ct);
            await work.Rejects.CutAsync(run.RejectsLength, ct);
            await work.Rejects.WriteAsync(rejects, ct);
            run.Totals = totals;
            (run.Position, run.OnceDone, run.RejectsLength) = (rows[^1].Number, true, work.Rejects.Length);
            db.Audit(work.Caller, clock, "records_imported", "import", run.Id.ToString(), details: new { run.FileName, FirstLine = rows[0].Line, LastLine = rows[^1].Line });
            db.ChangeTracker.DetectChanges();
            await db.SaveChangesAsync(ct);
            work.RowsWithRejects = totals.RowsWithRejects;
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("import.run_elsewhere");
        }
        catch (DbUpdateException failure) when (db.IsUnfit(failure) && rows.Any(r => r.Records.Count > 0))
        {
            db.ChangeTracker.Clear();
            return await SaveHalvesAsync(work, rows, ct);
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = true;
            db.ChangeTracker.Clear();
        }
    }

    async Task<Refusal?> SaveHalvesAsync(BatchWork work, IReadOnlyList<MappedRow> rows, CancellationToken ct)
    {
        if (rows is [var one])
            return await SaveAsync(work, [one with { Records = [], Rejects = [.. one.Rejects, new Reject(one.Line, one.Records[0].Kind.Name, "", "", Refusal.Conflict("import.row_not_stored"))] }], ct);
        var half = rows.Count / 2;
        return await SaveAsync(work, [.. rows.Take(half)], ct) ?? await SaveAsync(work, [.. rows.Skip(half)], ct);
    }

    async Task<(RunTotals Totals, List<Reject> Rejects)> PrepareAsync(RunTotals totals, IReadOnlyList<MappedRow> rows, CancellationToken ct)
    {
        var rejects = rows.SelectMany(r => r.Rejects).ToList();
        var turns = rows.SelectMany(r => r.Records).ToLookup(r => r.Kind.Turn ?? r.Kind.Name, StringComparer.Ordinal);
        // By kind, in the order in which they refer to each other: a line finds the account of its own row.
        foreach (var kind in kinds.All.Where(k => turns.Contains(k.Name)))
        {
            var records = turns[kind.Name].ToList();
            var outcomes = await kind.AcceptAsync(services, records, ct);
            foreach (var (record, outcome) in records.Zip(outcomes))
            {
                totals.Count(record, outcome.Outcome);
                if (outcome is { Outcome: Acceptance.Refused, Why: { } why }) rejects.Add(new Reject(record.Line, record.Kind.Name, why.Field ?? "", RowMapping.Shown(record.Source.ExternalId, false), why));
            }
        }
        rejects.Sort((a, b) => a.Line.CompareTo(b.Line));
        totals.Rows += rows.Count(r => r.Number > 0);
        totals.RowsWithRejects += rejects.Select(r => r.Line).Distinct().Count();
        return (totals, rejects);
    }
}
