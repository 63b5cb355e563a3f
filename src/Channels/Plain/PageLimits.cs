namespace Wangting.Channels.Plain;

/// <summary>How much one page of a text channel carries.</summary>
/// <param name="Gsm7">Septets, while every character is in the default alphabet.</param>
/// <param name="Ucs2">Characters as soon as one is not: all Chinese.</param>
public sealed record PageLimits(int Gsm7, int Ucs2)
{
    /// <summary>A USSD string is 160 octets (3GPP TS 23.038 and 24.090).</summary>
    public static readonly PageLimits Ussd = new(182, 80);
    /// <summary>A terminal window.</summary>
    public static readonly PageLimits Roomy = new(1600, 800);

    public bool Holds(string page) => Plain.Gsm7.Length(page) is { } septets ? septets <= Gsm7 : page.Length <= Ucs2;
}
