using System.Globalization;
using Wangting.Kernel;

namespace Wangting.Channels.SignIn;

/// <summary>Where a web door sends somebody whose proof is too weak or too old.</summary>
public static class StepUp
{
    /// <returns>The page that asks for the missing proof and leads back, or null when the refusal is about something else.</returns>
    /// <param name="back">Where to go on afterwards; an address of this hall.</param>
    public static string? PageFor(Refusal refusal, string back)
    {
        if (refusal.Code != Refusal.StepUpCode) return null;
        var level = refusal.Details!["level"];
        var minutes = Convert.ToString(refusal.Details["minutes"], CultureInfo.InvariantCulture);
        return Doorway.With($"/sign-in/prove?level={level}&minutes={minutes}", back);
    }
}
