using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>Follows quotes, delimiters and line ends over the bytes. Right for UTF-8 and GB18030 alike: in both, no byte
/// of a longer character is below 0x30, where these marks are.</summary>
internal sealed class RecordScan
{
    static readonly char[] Delimiters = [',', ';', '\t', '|'];

    readonly int[] headerMarks = new int[4];
    readonly int[] marks = new int[4];
    long line = 1, recordLine = 1, quoteLine = 1, recordBytes;
    bool inQuotes, quoteJustClosed, atFieldStart = true, headerDone;
    int markAt = -1; // which delimiter separates fields, once the header has shown it

    public Refusal? Fault { get; private set; }
    public bool EndsOpen => recordBytes > 0;
    public char LikelyDelimiter => Delimiters[MostFrequent];
    int MostFrequent => Array.IndexOf(headerMarks, headerMarks.Max());

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (Fault is not null) return;
        foreach (var b in bytes) Take(b);
    }

    void Take(byte b)
    {
        if (++recordBytes > SourceFile.LongestRecord) Fault ??= Refusal.Invalid("import.file_record_too_long", null, ("line", recordLine), ("megabytes", SourceFile.LongestRecord >> 20));
        if (b == '\n') line++;
        if (inQuotes)
        {
            if (b == '"') (inQuotes, quoteJustClosed) = (false, true);
            return;
        }
        if (b == '"' && (atFieldStart || quoteJustClosed))
        {
            // A quote right after a closing one is an escaped quote: still inside.
            if (atFieldStart) quoteLine = line;
            (inQuotes, atFieldStart, quoteJustClosed) = (true, false, false);
            return;
        }
        quoteJustClosed = false;
        if (b == '\n') EndRecord();
        else
        {
            var mark = b switch { (byte)',' => 0, (byte)';' => 1, (byte)'\t' => 2, (byte)'|' => 3, _ => -1 };
            if (mark >= 0) marks[mark]++;
            atFieldStart = mark >= 0 && (markAt < 0 || mark == markAt);
        }
    }

    void EndRecord()
    {
        if (!headerDone)
        {
            marks.CopyTo(headerMarks, 0);
            (headerDone, markAt) = (true, MostFrequent);
        }
        Array.Clear(marks);
        (recordBytes, recordLine, atFieldStart) = (0, line, true);
    }

    public Refusal? TruncatedRow(char delimiter)
    {
        if (inQuotes) return Refusal.Invalid("import.file_cut_in_quotes", null, ("line", quoteLine));
        if (!headerDone) { marks.CopyTo(headerMarks, 0); return null; }
        var at = Array.IndexOf(Delimiters, delimiter);
        return EndsOpen && at >= 0 && marks[at] < headerMarks[at]
            ? Refusal.Invalid("import.file_cut_in_row", null, ("line", recordLine), ("has", marks[at] + 1), ("needs", headerMarks[at] + 1))
            : null;
    }
}
