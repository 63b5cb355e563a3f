using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace Wangting.Billing;

/// <summary>Section <c>Bills:Pdf</c>.</summary>
public sealed class BillPdfOptions
{
    /// <summary>A font file with Chinese; Debian's <c>fonts-noto-cjk</c> by default.</summary>
    [Required] public string Font { get; set; } = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
    /// <summary>Which face of the file: 2 is Simplified Chinese in Noto Sans CJK.</summary>
    [Range(0, 20)] public int Face { get; set; } = 2;
}

/// <summary>The typeface of bills, read once. The drawing library finds no font by name in this build, and draws an empty
/// page without a word when there is none: so it is opened by path and its glyphs are counted.</summary>
internal sealed class BillFont(IOptions<BillPdfOptions> options) : IDisposable
{
    readonly Lazy<SKTypeface?> face = new(() => Open(options.Value));

    public SKTypeface? Face => face.Value;

    static SKTypeface? Open(BillPdfOptions options)
    {
        if (!File.Exists(options.Font)) return null;
        var opened = SKTypeface.FromFile(options.Font, options.Face);
        if (opened is { GlyphCount: > 0 }) return opened;
        opened?.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (face.IsValueCreated) face.Value?.Dispose();
    }
}
