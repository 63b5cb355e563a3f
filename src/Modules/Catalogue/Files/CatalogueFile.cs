using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>A catalogue as files say it, before anything of it is taken.</summary>
public sealed record CatalogueFile
{
    public IReadOnlyList<string> Zones => [.. WrittenZones.Select(z => z.Code)];
    public IReadOnlyList<WrittenZone> WrittenZones { get; init; } = [];
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];
    /// <summary>Rates in ten-thousandths, each from a day on.</summary>
    public IReadOnlyList<(string Class, DateOnly From, int Rate)> Taxes { get; init; } = [];
    public IReadOnlyList<WrittenOffer> Offers { get; init; } = [];
}

/// <param name="Prefixes">Digits with which international numbers of the zone begin.</param>
public sealed record WrittenZone(string Code, LocalText? Name, IReadOnlyList<string> Prefixes);

public sealed record WrittenOffer(string Code, OfferKind Kind, LocalText Name, IReadOnlyList<WrittenVersion> Versions);

/// <param name="To">The last day on which it is sold; none for as long as nobody ends it.</param>
/// <param name="Area">Where it is sold; empty is everywhere.</param>
/// <param name="Withdrawn">It was sold once and is kept for who has it.</param>
public sealed record WrittenVersion(int Number, DateOnly From, DateOnly? To, string Area, string? TariffNumber, LocalText? Description, OfferTerms Terms, bool Withdrawn = false);

/// <summary>What is wrong in a file, and where.</summary>
/// <param name="Line">From 1, as editors count.</param>
/// <param name="Path">Such as <c>offers[2].versions[0].usage[1].tiers</c>.</param>
public sealed record CatalogueFault(string File, int Line, int Column, string Path, Text What);
