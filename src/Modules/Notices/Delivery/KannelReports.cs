namespace Wangting.Notices;

/// <summary>Kannel's kinds of delivery report, as it writes them for <c>%d</c> and adds them up in a mask.</summary>
public static class KannelReports
{
    const int AtThePhone = 1, NotAtThePhone = 2, RefusedByCentre = 16;

    /// <summary>The kinds that end a message's way; what lies between is of no use to anybody.</summary>
    internal const int Final = AtThePhone | NotAtThePhone | RefusedByCentre;

    public static Arrival ArrivalOf(int type) => type switch { AtThePhone => Arrival.Arrived, NotAtThePhone or RefusedByCentre => Arrival.Lost, _ => Arrival.Unknown };
}
