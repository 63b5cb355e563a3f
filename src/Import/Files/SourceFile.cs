using System.Text;
using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>A file that has been looked through once and found whole.</summary>
/// <param name="Fingerprint">SHA-256 of its bytes, hexadecimal: an interrupted run is continued only on the same file.</param>
/// <param name="Encoding">What its bytes are: UTF-8 or GB18030.</param>
/// <param name="Preamble">Bytes of the byte order mark.</param>
/// <param name="EndsOpen">Its last line has no end, as in a file that was cut off between two rows' fields.</param>
internal sealed record SourceFile(string Path, long Length, string Fingerprint, Encoding Encoding, int Preamble, char Delimiter, bool EndsOpen)
{
    /// <summary>A record longer than this is taken for a lost quote mark.</summary>
    public const int LongestRecord = 16 * 1024 * 1024;

    /// <summary>Looks through the file in a stream: what it is encoded in, whether it is whole, its fingerprint.</summary>
    /// <param name="encoding"><c>auto</c>, <c>utf-8</c> or <c>gb18030</c>.</param>
    public static async Task<Outcome<SourceFile>> InspectAsync(string path, string encoding, char? delimiter, CancellationToken ct)
    {
        if (Directory.Exists(path) || !File.Exists(path)) return Refusal.NotFound("import.file_missing") with { Details = Named(("file", path)) };
        try
        {
            await using var file = Open(path);
            var found = await FileInspection.RunAsync(file, encoding, ct);
            if (found.Fault is { } fault) return fault;
            var mark = delimiter ?? found.LikelyDelimiter;
            if (found.TruncatedRow(mark) is { } cut) return cut;
            return new SourceFile(path, file.Length, found.Fingerprint, found.Encoding!, found.Preamble, mark, found.EndsOpen);
        }
        catch (UnauthorizedAccessException)
        {
            return Refusal.NotAllowed("import.file_closed", ("file", path));
        }
    }

    public static FileStream Open(string path) =>
        new(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 1 << 16 });

    static Dictionary<string, object?> Named(params (string Name, object? Value)[] values) => values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
}
