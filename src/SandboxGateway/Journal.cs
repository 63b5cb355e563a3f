using System.Text.Json;

namespace Wangting.SandboxGateway;

/// <summary>One thing that became true; the last entry about a thing is what holds.</summary>
internal sealed record JournalEntry(Payment? Payment = null, Refund? Refund = null, Notification? Notification = null, Mandate? Mandate = null);

/// <summary>An append-only file, one JSON object a line, on the disk before anybody is told.</summary>
internal sealed class Journal(GatewayOptions options) : IDisposable
{
    FileStream? file;

    /// <summary>Everything written before. A last line without its end was never answered: it is cut off.</summary>
    public IReadOnlyList<JournalEntry> Open()
    {
        if (options.Journal is not { } path) return [];
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        file.SetLength(whole);
        file.Position = whole;
        var entries = new List<JournalEntry>();
        for (var from = 0; from < whole;)
        {
            var length = bytes.AsSpan(from).IndexOf((byte)'\n');
            entries.Add(JsonSerializer.Deserialize<JournalEntry>(bytes.AsSpan(from, length), References.Json)
                ?? throw new InvalidDataException($"Line {entries.Count + 1} of {path} is not a journal entry."));
            from += length + 1;
        }
        return entries;
    }

    public void Write(JournalEntry entry)
    {
        if (file is null) return;
        file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, References.Json), (byte)'\n']);
        file.Flush(flushToDisk: true);
    }

    public void Dispose() => file?.Dispose();
}
