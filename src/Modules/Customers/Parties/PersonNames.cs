namespace Wangting.Customers;

/// <summary>The parts of a name that was given whole: family name first where it is written without a blank, last elsewhere.</summary>
internal static class PersonNames
{
    // Of the family names of two characters, those that are in use.
    static readonly string[] Double = ["欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "夏侯", "令狐", "宇文", "长孙", "端木", "百里", "南宫", "呼延", "轩辕", "完颜"];

    public static (string? Family, string? Given) Parts(string? name)
    {
        if (name?.Trim() is not { Length: > 0 } whole) return (null, null);
        if (whole.LastIndexOf(' ') is > 0 and var blank) return (whole[(blank + 1)..], whole[..blank].TrimEnd());
        if (whole[0] < 0x2E80) return (whole, null); // one word of another script: nobody can say which it is
        var family = whole.Length > 2 && Double.Any(d => whole.StartsWith(d, StringComparison.Ordinal)) ? 2 : char.IsHighSurrogate(whole[0]) ? 2 : 1;
        return whole.Length > family ? (whole[..family], whole[family..]) : (whole, null);
    }

    /// <summary>As it is written: without a blank where neither part has letters of an alphabet.</summary>
    public static string Whole(string? family, string? given) =>
        string.IsNullOrEmpty(family) || string.IsNullOrEmpty(given) ? family + given : family[0] >= 0x2E80 && given[0] >= 0x2E80 ? family + given : given + " " + family;
}
