using Sylvan.Data.Csv;

namespace Wangting.Import;

/// <summary>The rows of a file, one at a time.</summary>
internal sealed class CsvRows : IAsyncDisposable
{
    readonly FileStream stream;
    readonly CsvDataReader csv;
    readonly char delimiter;
    long nextLine;

    CsvRows(FileStream stream, CsvDataReader csv, char delimiter)
    {
        (this.stream, this.csv, this.delimiter) = (stream, csv, delimiter);
        Columns = [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetName(i).Trim())];
        nextLine = 2;
    }

    public IReadOnlyList<string> Columns { get; }
    /// <summary>The physical line on which the row begins, as an editor counts.</summary>
    public long Line { get; private set; }
    /// <summary>Rows read so far, without the heading and without empty lines.</summary>
    public long Number { get; private set; }
    /// <summary>How far into the file, for the progress bar.</summary>
    public long Bytes => stream.Position;

    public static async Task<CsvRows> OpenAsync(SourceFile file, CancellationToken ct)
    {
        var stream = SourceFile.Open(file.Path);
        stream.Position = file.Preamble;
        var reader = new StreamReader(stream, file.Encoding, false, 1 << 16);
        // Lax: a stray quote must cost its own row, not the rest of the file; Fault finds it. '#' begins no comment here.
        return new CsvRows(stream, await CsvDataReader.CreateAsync(reader, new CsvDataReaderOptions
        {
            Delimiter = file.Delimiter,
            CsvStyle = CsvStyle.Lax,
            Comment = '\0',
            ResultSetMode = ResultSetMode.SingleResult,
            BufferSize = 1 << 16,
            MaxBufferSize = SourceFile.LongestRecord + 1024,
        }, ct), file.Delimiter);
    }

    public async ValueTask<bool> ReadAsync(CancellationToken ct)
    {
        while (await csv.ReadAsync(ct))
        {
            Line = nextLine;
            var raw = csv.GetRawRecordSpan();
            nextLine += raw.Count('\n');
            if (raw.IsWhiteSpace()) continue;
            Number++;
            return true;
        }
        return false;
    }

    /// <summary>What is wrong with the row's form: a reason, or null.</summary>
    public string? Fault =>
        Misquoted(csv.GetRawRecordSpan()) ? "import.row_quotes"
        : csv.RowFieldCount < Columns.Count ? "import.row_short"
        : csv.RowFieldCount > Columns.Count ? "import.row_long"
        : null;

    public int FieldCount => csv.RowFieldCount;

    public ReadOnlySpan<char> this[int ordinal] => csv.GetFieldSpan(ordinal);

    bool Misquoted(ReadOnlySpan<char> raw)
    {
        if (!raw.Contains('"')) return false;
        var (inside, closed, start) = (false, false, true);
        foreach (var c in raw.TrimEnd("\r\n"))
        {
            if (inside)
            {
                if (c == '"') (inside, closed) = (false, true);
            }
            else if (c == '"')
            {
                if (!start && !closed) continue; // a quote within a plain field is just a character
                (inside, closed) = (true, false);
            }
            else if (closed && c != delimiter) return true;
            else closed = false;
            start = !inside && c == delimiter;
        }
        return inside;
    }

    public async ValueTask DisposeAsync()
    {
        await csv.DisposeAsync();
        await stream.DisposeAsync();
    }
}
