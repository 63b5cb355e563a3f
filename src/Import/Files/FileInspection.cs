using System.Security.Cryptography;
using System.Text;
using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>The one pass over a file before anything of it is believed.</summary>
internal sealed class FileInspection
{
    static readonly Encoding Utf8 = new UTF8Encoding(false, true);
    static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    readonly RecordScan scan = new();

    public Refusal? Fault { get; private set; }
    public string Fingerprint { get; private set; } = "";
    public Encoding? Encoding { get; private set; }
    public int Preamble { get; private set; }
    public bool EndsOpen => scan.EndsOpen;
    public char LikelyDelimiter => scan.LikelyDelimiter;

    /// <summary>A last line without an end that has fewer fields than the heading was cut off in the middle.</summary>
    public Refusal? TruncatedRow(char delimiter) => scan.TruncatedRow(delimiter);

    public static async Task<FileInspection> RunAsync(FileStream file, string encoding, CancellationToken ct)
    {
        var found = new FileInspection();
        if (file.Length == 0) found.Fault = Refusal.Invalid("import.file_empty");
        else await found.LookAsync(file, encoding, ct);
        return found;
    }

    async Task LookAsync(FileStream file, string encoding, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var utf8 = encoding == "gb18030" ? null : new StrictDecoding(Utf8);
        var buffer = new byte[1 << 16];
        for (int read; (read = await file.ReadAtLeastAsync(buffer, buffer.Length, false, ct)) > 0;)
        {
            var bytes = buffer.AsMemory(0, read);
            if (file.Position == read && (Fault = Foreign(bytes.Span)) is not null) return;
            hash.AppendData(bytes.Span);
            utf8?.Take(bytes.Span);
            scan.Take(bytes.Span);
        }
        Fingerprint = Convert.ToHexStringLower(hash.GetHashAndReset());
        Fault = scan.Fault;
        utf8?.End();
        if (utf8 is { BadAt: null }) Encoding = Utf8;
        else if (utf8 is { CutOff: true } && encoding != "gb18030") Fault ??= Refusal.Invalid("import.file_cut_in_character");
        else if (encoding == "utf-8") Fault ??= Refusal.Invalid("import.file_not_utf8", null, ("byte", utf8!.BadAt));
        else await LookForGb18030Async(file, utf8?.BadAt, ct);
    }

    async Task LookForGb18030Async(FileStream file, long? utf8BadAt, CancellationToken ct)
    {
        var decoding = new StrictDecoding(Gb18030);
        var buffer = new byte[1 << 16];
        file.Position = 0;
        for (int read; decoding.BadAt is null && (read = await file.ReadAsync(buffer, ct)) > 0;) decoding.Take(buffer.AsSpan(0, read));
        decoding.End();
        if (decoding.BadAt is null) Encoding = Gb18030;
        else if (decoding.CutOff) Fault ??= Refusal.Invalid("import.file_cut_in_character");
        else Fault ??= Refusal.Invalid("import.file_encoding", null, ("byte", utf8BadAt ?? decoding.BadAt));
    }

    // Files that are no CSV at all, said by name: people do hand in the workbook itself.
    Refusal? Foreign(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) return Refusal.Invalid("import.file_is_workbook");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Refusal.Invalid("import.file_utf16");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) Preamble = 3;
        return start.Contains((byte)0) ? Refusal.Invalid("import.file_binary") : null;
    }

    /// <summary>Decodes only to see whether it can be done, chunk by chunk.</summary>
    sealed class StrictDecoding(Encoding encoding)
    {
        readonly Decoder decoder = encoding.GetDecoder();
        readonly char[] chars = new char[(1 << 16) + 8];
        long taken;

        public long? BadAt { get; private set; }
        /// <summary>Only the very last character is broken: the file was cut off in the middle of it.</summary>
        public bool CutOff { get; private set; }

        public void Take(ReadOnlySpan<byte> bytes)
        {
            if (BadAt is not null) return;
            try { decoder.GetChars(bytes, chars, false); }
            catch (DecoderFallbackException bad) { BadAt = taken + Math.Max(0, bad.Index); }
            taken += bytes.Length;
        }

        public void End()
        {
            if (BadAt is not null) return;
            try { decoder.GetChars([], chars, true); }
            catch (DecoderFallbackException) { (BadAt, CutOff) = (taken, true); }
        }
    }
}
