namespace Wangting.Catalogue;

public enum UsageDirection { Outgoing, Incoming }

/// <summary>The kinds of days that a tariff tells apart. A public holiday is none of the week.</summary>
[Flags]
public enum TariffDays
{
    None = 0, Monday = 1, Tuesday = 2, Wednesday = 4, Thursday = 8, Friday = 16, Saturday = 32, Sunday = 64, Holiday = 128,
    Workdays = Monday | Tuesday | Wednesday | Thursday | Friday,
    All = 255,
}

/// <summary>Hours of some days by the operator's clock, such as 21:00 to 24:00 on workdays. Hours over midnight are two.</summary>
/// <param name="From">Minute of the day, 0 to 1,439.</param>
/// <param name="To">The minute after the last, up to 1,440.</param>
public sealed record TariffHours(TariffDays Days, int From, int To);

/// <summary>Of what use a price or an allowance speaks. An empty list says nothing, so anything fits.</summary>
public sealed record UsageMatch
{
    public required UsageKind Kind { get; init; }
    public UsageDirection? Direction { get; init; }
    /// <summary>Destination zones: codes of the operator's zone table, such as <c>local</c>, <c>national</c>, <c>hk</c>.</summary>
    public IReadOnlyList<string> To { get; init; } = [];
    /// <summary>Zones where the user was. <see cref="Home"/> is the operator's own network.</summary>
    public IReadOnlyList<string> At { get; init; } = [];
    public IReadOnlyList<TariffHours> Hours { get; init; } = [];

    /// <summary>The zone of those who do not roam.</summary>
    public const string Home = "home";
}
