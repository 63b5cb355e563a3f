using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Wangting.Storage.Synthetic;

/// <summary>A hash over a table's rows in any order: the sum modulo 2²⁵⁶ of each row's SHA-256, and their number. Rows
/// need not be sorted, and either database gives the same.</summary>
internal sealed class RowHash : RowWriter
{
    readonly ulong[] sum = new ulong[4];
    byte[] row = new byte[1024];
    int length;

    public long Rows { get; private set; }

    public override void Begin(int columns) => length = 0;

    /// <summary>The row is whole.</summary>
    public void End()
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(row.AsSpan(0, length), hash);
        UInt128 carry = 0;
        for (var i = 0; i < 4; i++)
        {
            carry += (UInt128)sum[i] + BinaryPrimitives.ReadUInt64LittleEndian(hash[(i * 8)..]);
            sum[i] = (ulong)carry;
            carry >>= 64;
        }
        Rows++;
    }

    public byte[] Result()
    {
        var result = new byte[40];
        BinaryPrimitives.WriteInt64LittleEndian(result, Rows);
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteUInt64LittleEndian(result.AsSpan(8 + i * 8), sum[i]);
        return SHA256.HashData(result);
    }

    // Each value begins with its kind and length, so that no two rows read the same.
    public override void Null() => Take('0', 0);
    public override void Write(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        Encoding.UTF8.GetBytes(value, Take('s', size));
    }
    public override void Write(Guid value) => value.TryWriteBytes(Take('g', 16), bigEndian: true, out _);
    public override void Write(DateTime value) => BinaryPrimitives.WriteInt64LittleEndian(Take('t', 8), value.Ticks);
    public override void Write(DateOnly value) => BinaryPrimitives.WriteInt32LittleEndian(Take('d', 4), value.DayNumber);
    public override void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take('n', 8), value);
    public override void Write(int value) => Write((long)value);
    public override void Write(bool value) => Take('b', 1)[0] = value ? (byte)1 : (byte)0;

    Span<byte> Take(char kind, int size)
    {
        if (row.Length - length < 5 + size) Array.Resize(ref row, Math.Max(row.Length * 2, length + 5 + size));
        row[length] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(row.AsSpan(length + 1), size);
        var room = row.AsSpan(length + 5, size);
        length += 5 + size;
        return room;
    }
}
