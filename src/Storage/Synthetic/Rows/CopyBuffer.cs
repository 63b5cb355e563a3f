using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace Wangting.Storage.Synthetic;

/// <summary>Rows of one table in PostgreSQL's binary COPY format (its manual, chapter COPY): big-endian, each field after
/// its length. Written by us and not by Npgsql's importer so that rows are laid out beside the copying, on any core,
/// and the connection only sends.</summary>
internal sealed class CopyBuffer(int room = 4096) : RowWriter
{
    // The signature, flags and length of the header's extension; two bytes end the stream (the manual, chapter COPY).
    static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0], Trailer = [0xFF, 0xFF];
    static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;
    byte[] bytes = GC.AllocateUninitializedArray<byte>(room);
    int length;

    public int Rows { get; private set; }
    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    /// <summary>Forgets the rows and keeps the room.</summary>
    public void Clear() => (length, Rows) = (0, 0);

    /// <summary>One COPY of rows that are laid out.</summary>
    /// <param name="options">Further options of the statement, each after a comma.</param>
    public static async Task CopyAsync(NpgsqlConnection connection, TableRows table, ReadOnlyMemory<byte> rows, string options, CancellationToken ct)
    {
        var copy = $"COPY {table.Name} ({string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))}) FROM STDIN (FORMAT BINARY{options})";
        await using var stream = await connection.BeginRawBinaryCopyAsync(copy, ct);
        await stream.WriteAsync(Header, ct);
        await stream.WriteAsync(rows, ct);
        await stream.WriteAsync(Trailer, ct);
    }

    public override void Begin(int columns)
    {
        Rows++;
        BinaryPrimitives.WriteInt16BigEndian(Room(2), (short)columns);
    }

    public override void Null() => BinaryPrimitives.WriteInt32BigEndian(Room(4), -1);

    public override void Write(string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Ensure(4 + most);
        var size = Encoding.UTF8.GetBytes(value, bytes.AsSpan(length + 4, most));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(length), size);
        length += 4 + size;
    }

    public override void Write(Guid value) => value.TryWriteBytes(Field(16), bigEndian: true, out _);

    public override void Write(DateTime value) => BinaryPrimitives.WriteInt64BigEndian(Field(8), (value.Ticks - Epoch) / TimeSpan.TicksPerMicrosecond);

    public override void Write(DateOnly value) => BinaryPrimitives.WriteInt32BigEndian(Field(4), value.DayNumber - EpochDay);

    public override void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(8), value);

    public override void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(4), value);

    public override void Write(bool value) => Field(1)[0] = value ? (byte)1 : (byte)0;

    Span<byte> Field(int size)
    {
        var room = Room(4 + size);
        BinaryPrimitives.WriteInt32BigEndian(room, size);
        return room[4..];
    }

    Span<byte> Room(int size)
    {
        Ensure(size);
        var room = bytes.AsSpan(length, size);
        length += size;
        return room;
    }

    void Ensure(int size)
    {
        if (bytes.Length - length < size) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + size));
    }
}
