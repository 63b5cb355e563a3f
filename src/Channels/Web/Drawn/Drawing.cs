using System.Buffers;

namespace Wangting.Channels.Web.Drawn;

/// <summary>A page as it was drawn once, without its form tokens. It is kept as what tells it from another of its kind,
/// for most of a page is frame and labels: thousands of them would else be the largest thing in memory.</summary>
sealed class Drawing
{
    // Length 0: here stands the form token. From below zero: ~From in our own bytes. Else in the pattern.
    readonly record struct Run(int From, int Length);

    const int Worthwhile = 16; // shorter ones weigh less than where to find them
    static readonly Run Token = new(0, 0);

    readonly Pattern pattern;
    readonly byte[] own;
    readonly Run[] runs;
    readonly int length, tokens;

    Drawing(Pattern pattern, byte[] own, Run[] runs)
    {
        (this.pattern, this.own, this.runs) = (pattern, own, runs);
        (length, tokens) = (runs.Sum(r => r.Length), runs.Count(r => r.Length == 0));
    }

    /// <summary>What keeping it takes of memory, about.</summary>
    public int Weight => own.Length + runs.Length * 8 + 200;

    /// <param name="page">As it is sent.</param>
    /// <param name="token">The form token that stands in it.</param>
    public static Drawing Of(ReadOnlySpan<byte> page, ReadOnlySpan<byte> token, Pattern pattern)
    {
        var own = new ArrayBufferWriter<byte>();
        List<Run> runs = [];
        while (true)
        {
            var at = token.IsEmpty ? -1 : page.IndexOf(token);
            Follow(at < 0 ? page : page[..at], pattern, own, runs);
            if (at < 0) return new Drawing(pattern, own.WrittenSpan.ToArray(), [.. runs]);
            runs.Add(Token);
            page = page[(at + token.Length)..];
        }
    }

    static void Follow(ReadOnlySpan<byte> part, Pattern pattern, ArrayBufferWriter<byte> own, List<Run> runs)
    {
        foreach (var piece in new Pieces(part))
        {
            var last = runs.Count == 0 ? Token : runs[^1];
            if (last is { Length: > 0, From: >= 0 } && pattern.HasAt(last.From + last.Length, piece)) runs[^1] = last with { Length = last.Length + piece.Length };
            else if (piece.Length >= Worthwhile && pattern.Find(piece) is >= 0 and var from) runs.Add(new(from, piece.Length));
            else
            {
                if (last.From < 0) runs[^1] = last with { Length = last.Length + piece.Length };
                else runs.Add(new(~own.WrittenCount, piece.Length));
                own.Write(piece);
            }
        }
    }

    public int LengthWith(ReadOnlySpan<byte> token) => length + tokens * token.Length;

    /// <summary>The page with this form token.</summary>
    /// <param name="to">Of <see cref="LengthWith"/> or more.</param>
    public void Write(Span<byte> to, ReadOnlySpan<byte> token)
    {
        foreach (var (from, count) in runs)
        {
            var run = count == 0 ? token : from < 0 ? own.AsSpan(~from, count) : pattern.Bytes.Slice(from, count);
            run.CopyTo(to);
            to = to[run.Length..];
        }
    }
}
