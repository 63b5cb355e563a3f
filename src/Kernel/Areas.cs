namespace Wangting.Kernel;

/// <summary>Parts of the country by name, the larger first: <c>江苏</c>, <c>江苏/南京</c>. An area covers itself and everything
/// below it.</summary>
public static class Areas
{
    public const int Longest = 60;

    /// <summary>The areas in which a permission holds, or null when it holds in the whole cell.</summary>
    public static IReadOnlyList<string>? AreasOf(this Caller caller, string permission) => caller.Bounds.GetValueOrDefault(permission);

    /// <summary>Whether a permission of the caller's reaches everything that this area (null: the whole cell) covers.</summary>
    public static bool Reaches(this Caller caller, string permission, string? area) =>
        caller.Can(permission) && (caller.AreasOf(permission) is not { } bounds || (area is not null && bounds.Any(b => Covers(b, area))));

    public static bool Covers(string area, string? other) =>
        other is not null && (other == area || other.StartsWith(area + "/", StringComparison.Ordinal));

    /// <summary>An area as it is kept: no blanks around its parts, no part empty. Null when it cannot be one.</summary>
    public static string? Read(string typed)
    {
        var parts = typed.Split('/').Select(p => p.Trim()).ToArray();
        var area = string.Join('/', parts);
        return parts.Any(p => p.Length == 0) || area.Length > Longest || area.Any(char.IsControl) ? null : area;
    }
}
