using System.Globalization;
using System.Text;
using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>The file of what was not taken: line, record, column, value, reason, sentence. Written as the rows come, so
/// that a million bad rows need no memory; made only when there is something to write.</summary>
internal sealed class RejectsFile(string path, Texts texts, string language) : IAsyncDisposable
{
    static readonly byte[] Heading = [0xEF, 0xBB, 0xBF, .. "line,record,column,value,reason,sentence\n"u8];
    FileStream? file;

    public string Path => path;
    public long Length { get; private set; }
    public bool Written => Length > 0;

    /// <summary>Goes back to a length at which the data was saved; zero removes what an earlier run left.</summary>
    public async Task CutAsync(long length, CancellationToken ct)
    {
        if (length == 0)
        {
            if (file is not null) await file.DisposeAsync();
            file = null;
            File.Delete(path);
        }
        else
        {
            file ??= new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            // A shorter file was moved away or edited since: go on at its end instead of leaving a hole.
            length = Math.Min(length, file.Length);
            file.SetLength(length);
            file.Position = length;
            await file.FlushAsync(ct);
        }
        Length = length;
    }

    /// <summary>Writes and brings it to the disk: the batch that is saved next counts on it.</summary>
    public async Task WriteAsync(IReadOnlyCollection<Reject> rejects, CancellationToken ct)
    {
        if (rejects.Count == 0) return;
        file ??= new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        if (Length == 0) await file.WriteAsync(Heading, ct);
        var text = new StringBuilder();
        foreach (var reject in rejects)
            text.Append(CultureInfo.InvariantCulture, $"{reject.Line},{Cell(reject.Kind)},{Cell(reject.Column)},{Cell(reject.Value)},{Cell(reject.Why.Code)},{Cell(texts.Say(language, reject.Why))}\n");
        await file.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), ct);
        await file.FlushAsync(ct);
        Length = file.Position;
    }

    // A cell that begins like a formula is run by spreadsheets: an apostrophe keeps it text.
    static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t') text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
    }

    public async ValueTask DisposeAsync()
    {
        if (file is not null) await file.DisposeAsync();
    }
}
