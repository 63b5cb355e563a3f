using Wangting.Catalogue;

namespace Wangting.Channels.Staff.Offers;

/// <summary>What can be done with a version; each is asked about once more before it is done.</summary>
internal enum VersionAct { Preview, Publish, Withdraw, RollBack }

internal static class VersionActs
{
    public static string PathOf(string code) => "/staff/catalogue/" + Uri.EscapeDataString(code);

    public static string AskPath(string code, VersionAct act, int number) => $"{PathOf(code)}?ask={act}&number={number}";

    public static IEnumerable<VersionAct> Of(VersionView version) => version.Version.State switch
    {
        OfferVersionState.Draft => [VersionAct.Publish, VersionAct.Preview],
        OfferVersionState.Preview => [VersionAct.Publish],
        OfferVersionState.Published => version.Back is null ? [VersionAct.Withdraw] : [VersionAct.RollBack, VersionAct.Withdraw],
        _ => [],
    };
}
