using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Import;

/// <param name="Kind">The kind that the rows are about: the map must make it.</param>
/// <param name="Rejects">Where to write what is refused; by default the file's name with <c>.rejects.csv</c>.</param>
/// <param name="DryRun">Do everything and keep nothing.</param>
/// <param name="Encoding"><c>utf-8</c> or <c>gb18030</c> against what the map says; null lets map and file decide.</param>
public sealed record RunImport(string Kind, string File, string Map, bool DryRun = false, string? Rejects = null, string? Encoding = null);

/// <param name="ContinuedAt">Rows that an earlier, interrupted run had done; they are in the totals.</param>
/// <param name="EndsOpen">The file's last line has no end: perhaps it was cut off there.</param>
public sealed record ImportDone(RunTotals Totals, long ContinuedAt, string? Rejects, bool EndsOpen, string Encoding);

/// <param name="Bytes">How far into the file.</param>
public sealed record ImportProgress(long Rows, long Rejected, long Bytes, long TotalBytes);

/// <summary>Brings a file in by a map, batch by batch. A batch, the checkpoint that says how far one is, and its audit
/// entry are saved together.</summary>
public sealed class RunImportHandler(PortalDbContext db, ImportKinds kinds, ImportBatch batch, Texts texts, IOptions<OperatorOptions> options, TimeProvider clock)
{
    /// <summary>Rows saved together, unless the kind says otherwise.</summary>
    public const int BatchRows = 500;

    public async Task<Outcome<ImportDone>> HandleAsync(RunImport command, Caller caller, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        if ((await MapReader.ReadAsync(command.Map, kinds.ByName, ct)).IsRefused(out var why, out var map)) return why;
        if (map.All.All(r => r.Kind.Name != command.Kind))
            return Refusal.Invalid("import.kind_not_in_map", "kind", ("kind", command.Kind), ("kinds", string.Join(", ", map.All.Select(r => r.Kind.Name).Distinct())));
        if ((await SourceFile.InspectAsync(command.File, command.Encoding ?? map.Encoding, map.Delimiter, ct)).IsRefused(out why, out var file)) return why;
        await using var rows = await CsvRows.OpenAsync(file, ct);
        if (HeaderFault(map, rows, command.File) is { } fault) return fault;

        // A dry run is a real one that is taken back: what a later row needs of an earlier one is there.
        await using var trial = command.DryRun ? await db.Database.BeginTransactionAsync(ct) : null;
        var run = await BeginOrContinueAsync(command, file, map, ct);
        await using var rejects = new RejectsFile(command.Rejects ?? command.File + ".rejects.csv", texts, caller.Language);
        await rejects.CutAsync(run.RejectsLength, ct);
        var continued = run.Position;

        var work = new BatchWork(run.Id, map, new Reading(texts.Currency, options.Value.Country, map.Zone ?? texts.Zone), rejects, caller);
        if (!run.OnceDone && await batch.BeginAsync(work, ct) is { } notBegun) return notBegun;
        if (await EachRowAsync(work, rows, file, continued, progress, ct) is { } stopped) return stopped;
        var totals = await batch.FinishAsync(work, ct);
        return new ImportDone(totals, continued, rejects.Written ? rejects.Path : null, file.EndsOpen, file.Encoding.WebName);
    }

    async Task<Refusal?> EachRowAsync(BatchWork work, CsvRows rows, SourceFile file, long done, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        var values = new RowValues(rows.Columns.Select((name, at) => (name, at)).ToDictionary(c => c.name, c => c.at, StringComparer.Ordinal), work.Map.Blanks);
        var most = work.Map.All.Min(r => r.Kind.BatchRows);
        var waiting = new List<MappedRow>(most);
        var versions = new BatchVersions();
        // While one batch is stored the next one is read: most of the first is waiting for the database.
        var saving = Task.FromResult<Refusal?>(null);
        try
        {
            while (await rows.ReadAsync(ct))
            {
                if (rows.Number <= done) continue;
                var row = work.MapRow(rows, values);
                // Two versions of one record never share a batch: what the first one made must be stored to be found.
                if (versions.Collides(row) && await SaveAsync() is { } cut) return cut;
                waiting.Add(row);
                versions.Note(row);
                if (waiting.Count >= most && await SaveAsync() is { } stopped) return stopped;
            }
            return (waiting.Count > 0 ? await SaveAsync() : null) ?? await saving;
        }
        finally
        {
            // Whatever ends the reading, nobody leaves a save behind.
            await ((Task)saving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        async Task<Refusal?> SaveAsync()
        {
            if (await saving is { } stopped) return stopped;
            var (batchRows, reached, bytes) = (waiting, rows.Number, rows.Bytes);
            (waiting, saving) = (new List<MappedRow>(most), Task.Run(() => StoreAsync(batchRows, reached, bytes), CancellationToken.None));
            versions.Clear();
            return null;
        }

        async Task<Refusal?> StoreAsync(List<MappedRow> batchRows, long reached, long bytes)
        {
            var stopped = await batch.SaveAsync(work, batchRows, ct);
            progress?.Report(new ImportProgress(reached, work.RowsWithRejects, bytes, file.Length));
            return stopped;
        }
    }

    async Task<ImportRun> BeginOrContinueAsync(RunImport command, SourceFile file, ImportMap map, CancellationToken ct)
    {
        var open = command.DryRun
            ? null
            : await db.Set<ImportRun>().AsNoTracking().FirstOrDefaultAsync(r => r.FileFingerprint == file.Fingerprint && r.MapFingerprint == map.Fingerprint && r.FinishedAt == null, ct);
        if (open is not null) return open;
        var run = new ImportRun
        {
            Id = Guid.CreateVersion7(),
            Kind = command.Kind,
            FileName = Path.GetFileName(command.File),
            FileFingerprint = file.Fingerprint,
            MapFingerprint = map.Fingerprint,
            Source = map.Source,
            StartedAt = clock.GetUtcNow().UtcDateTime,
        };
        db.Add(run);
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        return run;
    }

    static Refusal? HeaderFault(ImportMap map, CsvRows rows, string file)
    {
        var twice = rows.Columns.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null) return Refusal.Invalid("import.header_twice", "file", ("file", file), ("column", twice));
        var problems = new MapProblems();
        foreach (var record in map.Records)
            foreach (var column in record.Columns.Distinct().Where(c => !rows.Columns.Contains(c)))
            {
                var near = MapProblems.Nearest(column, rows.Columns);
                problems.Add(record.Line, record.Kind.Name, near.Length > 0 ? "no_column_near" : "no_column", ("column", column), ("near", near), ("columns", string.Join(", ", rows.Columns)));
            }
        return problems.Any ? problems.ToRefusal(file) with { Code = "import.header_differs" } : null;
    }
}
