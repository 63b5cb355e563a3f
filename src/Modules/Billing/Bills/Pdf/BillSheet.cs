using System.Text;
using SkiaSharp;

namespace Wangting.Billing;

/// <summary>An A4 sheet filled from the top; a new one begins when it is full. What is drawn is kept until the number of
/// sheets is known, because each states it.</summary>
internal sealed class BillSheet(SKTypeface face)
{
    public const float Width = 595, Height = 842, Margin = 48, Right = Width - Margin, Bottom = Height - 64;

    static readonly SKColor Ink = new(28, 35, 41), Quiet = new(87, 96, 106), Line = new(200, 200, 194);

    readonly List<List<Action<SKCanvas>>> sheets = [[]];
    float y = Margin;

    public float Y => y;

    public void Down(float by) => y += by;

    /// <summary>Begins a new sheet when less than this is free.</summary>
    public void Need(float height)
    {
        if (y + height <= Bottom) return;
        sheets.Add([]);
        y = Margin + 12;
    }

    public void Rule(float indent = 0)
    {
        var at = y;
        sheets[^1].Add(canvas => { using var paint = new SKPaint { Color = Line, StrokeWidth = .6f, IsStroke = true }; canvas.DrawLine(Margin + indent, at, Right, at, paint); });
    }

    /// <summary>Text whose baseline is the present line; returns nothing and moves nothing.</summary>
    public void Text(string words, float x, float size, bool quiet = false, bool bold = false, SKTextAlign align = SKTextAlign.Left)
    {
        var at = y;
        sheets[^1].Add(canvas => Draw(canvas, words, x, at, size, quiet ? Quiet : Ink, bold, align));
    }

    /// <summary>Text broken to a width, downwards; Chinese may break between any two characters.</summary>
    public void Paragraph(string words, float x, float width, float size, bool quiet = false)
    {
        using var font = new SKFont(face, size);
        var rest = words;
        while (rest.Length > 0)
        {
            var fits = Math.Max(1, font.BreakText(rest, width));
            if (fits < rest.Length && rest.LastIndexOf(' ', fits - 1, fits) is var blank and > 0 && char.IsAscii(rest[fits])) fits = blank + 1;
            if (fits < rest.Length && char.IsHighSurrogate(rest[fits - 1])) fits = fits > 1 ? fits - 1 : fits + 1; // never half a character
            Text(rest[..fits].TrimEnd(), x, size, quiet);
            rest = rest[fits..];
            if (rest.Length > 0) Down(size * 1.4f);
        }
    }

    public byte[] Write(string title, Func<int, int, string> foot)
    {
        using var stream = new MemoryStream();
        // No dates in it: the same bill gives the same file.
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = title, Creator = "Wangting", RasterDpi = 72, EncodingQuality = 101 }))
        {
            for (var n = 0; n < sheets.Count; n++)
            {
                using var canvas = document.BeginPage(Width, Height);
                foreach (var draw in sheets[n]) draw(canvas);
                Draw(canvas, foot(n + 1, sheets.Count), Width / 2, Height - 36, 8, Quiet, false, SKTextAlign.Center);
                document.EndPage();
            }
            document.Close();
        }
        return stream.ToArray();
    }

    void Draw(SKCanvas canvas, string words, float x, float at, float size, SKColor color, bool bold, SKTextAlign align)
    {
        using var font = new SKFont(face, size) { Embolden = bold, Subpixel = true };
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        var glyphs = font.GetGlyphs(words);
        if (glyphs.Length == 0) return;
        var left = align switch { SKTextAlign.Right => x - font.MeasureText(words), SKTextAlign.Center => x - font.MeasureText(words) / 2, _ => x };

        // The words go along with the glyphs. In these fonts 网 and the radical ⽹ are one glyph, and whoever copied out of
        // glyphs alone would get radicals: a search for 账单 would find nothing.
        var utf8 = Encoding.UTF8.GetBytes(words);
        var clusters = new uint[glyphs.Length];
        uint offset = 0;
        var n = 0;
        foreach (var rune in words.EnumerateRunes())
        {
            if (n < clusters.Length) clusters[n++] = offset;
            offset += (uint)rune.Utf8SequenceLength;
        }
        using var builder = new SKTextBlobBuilder();
        var run = builder.AllocateTextRun(font, glyphs.Length, 0, 0, utf8.Length);
        run.SetGlyphs(glyphs);
        run.SetText(utf8);
        run.SetClusters(clusters);
        using var blob = builder.Build();
        if (blob is not null) canvas.DrawText(blob, left, at, paint);
    }
}
