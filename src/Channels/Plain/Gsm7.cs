using System.Collections.Frozen;

namespace Wangting.Channels.Plain;

/// <summary>The default alphabet of short messages and USSD (3GPP TS 23.038, 6.2.1).</summary>
public static class Gsm7
{
    static readonly FrozenSet<char> Basic = ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑܧ¿abcdefghijklmnopqrstuvwxyzäöñüà").ToFrozenSet();
    // Each of these costs two: an escape and itself.
    static readonly FrozenSet<char> Extended = "\f^{}\\[~]|€".ToFrozenSet();

    /// <summary>Septets the text takes, or null when a character of it is not in the alphabet and all must go as UCS-2.</summary>
    public static int? Length(string text)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (Basic.Contains(c)) length++;
            else if (Extended.Contains(c)) length += 2;
            else return null;
        }
        return length;
    }

    /// <summary>Signs of good typography that would cost a whole text its alphabet, in plain ones.</summary>
    public static string Plain(string text)
    {
        text = text.Replace('\u00a0', ' ').Replace('\u202f', ' '); // these screens break lines where they like
        if (Length(text) is not null) return text;
        var plain = text.Replace('−', '-').Replace('–', '-').Replace('—', '-').Replace('’', '\'').Replace('‘', '\'').Replace('“', '"').Replace('”', '"')
            .Replace('·', '.').Replace("…", "...", StringComparison.Ordinal);
        return Length(plain) is null ? text : plain;
    }
}
