using Wangting.Billing;
using Wangting.Catalogue;

namespace Wangting.Storage.Synthetic;

/// <summary>What a made-up province is like: shares and distributions, as data. Shares need not add up to one; they are
/// held against each other.</summary>
internal sealed record Shape
{
    public required string Name { get; init; }
    /// <summary>Where its figures come from.</summary>
    public required string Source { get; init; }
    public required IReadOnlyList<Place> Places { get; init; }
    /// <summary>First three digits of mobile numbers.</summary>
    public required IReadOnlyList<string> NumberPrefixes { get; init; }
    public required IReadOnlyList<OfferShape> Offers { get; init; }
    public required IReadOnlyList<Segment> Segments { get; init; }
    public required OrganisationShape Organisations { get; init; }

    public const int NumbersEachPrefix = 100_000_000;
}

internal sealed record Place(string Division, string Name, double Share)
{
    /// <summary>Who looks after its customers, the larger first; its name where the province is all there is.</summary>
    public string? Area { get; init; }
}

internal sealed record OfferShape(string Code, OfferKind Kind, string Zh, string En, long Monthly)
{
    public string? Tariff { get; init; }
    public long VoiceMinutes { get; init; }
    public long Megabytes { get; init; }
    public long Messages { get; init; }
}

/// <summary>A kind of customer: what they are, have, use and how they pay goes together.</summary>
internal sealed record Segment
{
    public required string Name { get; init; }
    public required double Share { get; init; }
    /// <summary>Youngest and oldest.</summary>
    public required IReadOnlyList<int> Ages { get; init; }
    public string? Brand { get; init; }
    public required IReadOnlyList<Band> TenureMonths { get; init; }
    public double Prepaid { get; init; }
    public double Email { get; init; }
    /// <summary>By code of the offer; a plan of <c>-</c> is none: no mobile line.</summary>
    public required IReadOnlyDictionary<string, double> Plans { get; init; }
    /// <summary>How many of them have it beside their plan, by code.</summary>
    public IReadOnlyDictionary<string, double> AddOns { get; init; } = new Dictionary<string, double>();
    public IReadOnlyDictionary<string, double> Broadband { get; init; } = new Dictionary<string, double>();
    /// <summary>How many pay a second mobile line that somebody else in the family uses.</summary>
    public double Family { get; init; }
    /// <summary>Months of the contract's term; 0 is from month to month.</summary>
    public required IReadOnlyDictionary<int, double> Terms { get; init; }
    public required UseShape Use { get; init; }
    public required PayShape Pays { get; init; }
    public required LeaveShape Leaves { get; init; }
}

/// <summary>So many months from … to ….</summary>
internal sealed record Band(int From, int To, double Share);

/// <summary>Each by five figures: least, a quarter, the middle, three quarters, most.</summary>
internal sealed record UseShape(IReadOnlyList<int> VoiceMinutes, IReadOnlyList<int> Megabytes, IReadOnlyList<int> Messages);

/// <summary>How and how well they pay.</summary>
/// <param name="Late">How many pay weeks after the day.</param>
/// <param name="Never">How many have stopped paying.</param>
internal sealed record PayShape(IReadOnlyList<MethodShape> Methods, double Late, double Never);

/// <param name="Automatic">Drawn when due.</param>
internal sealed record MethodShape(PaymentMethodKind Kind, bool Automatic, double Share);

/// <summary>How many have left, within how many months before the end.</summary>
internal sealed record LeaveShape(double Share, int WithinMonths);

internal sealed record OrganisationShape
{
    /// <summary>Of all customers.</summary>
    public required double Share { get; init; }
    /// <summary>Lines of each by five figures, as <see cref="UseShape"/>; 31 at most.</summary>
    public required IReadOnlyList<int> Lines { get; init; }
    /// <summary>How many have branches, each with an account of its own.</summary>
    public double Branches { get; init; }
    public required Segment Are { get; init; }
}
