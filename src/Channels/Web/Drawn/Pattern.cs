namespace Wangting.Channels.Web.Drawn;

/// <summary>A page from which others of its kind are told apart, and where in it each of its tags stands.</summary>
sealed class Pattern
{
    readonly byte[] bytes;
    readonly Dictionary<int, int> places = [];

    public Pattern(ReadOnlySpan<byte> page)
    {
        bytes = page.ToArray();
        var at = 0;
        foreach (var piece in new Pieces(bytes))
        {
            places.TryAdd(HashOf(piece), at);
            at += piece.Length;
        }
    }

    public ReadOnlySpan<byte> Bytes => bytes;

    public bool HasAt(int at, ReadOnlySpan<byte> piece) => bytes.AsSpan(at).StartsWith(piece);

    /// <returns>Where this stands; below zero when it is not found.</returns>
    public int Find(ReadOnlySpan<byte> piece) => places.TryGetValue(HashOf(piece), out var at) && HasAt(at, piece) ? at : -1;

    static int HashOf(ReadOnlySpan<byte> piece)
    {
        var hash = new HashCode();
        hash.AddBytes(piece);
        return hash.ToHashCode();
    }
}

/// <summary>A page cut before each of its tags.</summary>
ref struct Pieces(ReadOnlySpan<byte> page)
{
    ReadOnlySpan<byte> rest = page;

    public ReadOnlySpan<byte> Current { get; private set; }
    public readonly Pieces GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.IsEmpty) return false;
        var next = rest[1..].IndexOf((byte)'<') + 1;
        if (next == 0) next = rest.Length;
        Current = rest[..next];
        rest = rest[next..];
        return true;
    }
}
