using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Who may take an offer, by what door, and beside what else. An empty list asks nothing. Offers are named by code.</summary>
public sealed record RulesTerm
{
    public static readonly RulesTerm None = new();

    /// <summary>Each has to be met; it is by any one of the offers it names.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Requires { get; init; } = [];
    /// <summary>Never had together on one line, whichever of the two says so.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];
    public IReadOnlyList<CustomerClass> Classes { get; init; } = [];
    public IReadOnlyList<string> Brands { get; init; } = [];
    /// <summary>As <see cref="Kernel.Areas"/> writes them: each covers what lies below it.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];
    public IReadOnlyList<Channel> Channels { get; init; } = [];
    /// <summary>So many of it at once for one customer.</summary>
    public int? Most { get; init; }
}
