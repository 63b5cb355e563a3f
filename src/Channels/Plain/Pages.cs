namespace Wangting.Channels.Plain;

/// <summary>Cuts a text into pages that each hold, between lines where it can.</summary>
internal static class Pages
{
    /// <param name="foot">The last line of each page: it differs where more follows.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> lines, Func<bool, string> foot, PageLimits limits)
    {
        var pages = new List<string>();
        var page = new List<string>();
        var left = new Queue<string>(lines);
        var rest = "";
        while (rest.Length > 0 || left.Count > 0)
        {
            var line = rest.Length > 0 ? rest : left.Dequeue();
            rest = "";
            var last = left.Count == 0;
            if (Holds(page, line, foot(!last)) || (last && Holds(page, line, foot(false)))) { page.Add(line); continue; }
            if (page.Count > 0) { pages.Add(Join(page, foot(true))); page = []; rest = line; continue; }
            // A line longer than a page: cut, but never within a surrogate pair.
            var most = line.Length;
            while (most > 1 && (!Holds(page, line[..most], foot(true)) || char.IsHighSurrogate(line[most - 1]))) most--;
            pages.Add(Join([line[..most]], foot(true)));
            rest = line[most..];
        }
        if (page.Count > 0 || pages.Count == 0) pages.Add(Join(page, foot(false)));
        return pages;

        bool Holds(List<string> before, string line, string foot) => limits.Holds(Gsm7.Plain(Join([.. before, line], foot)));
    }

    static string Join(List<string> lines, string foot) => string.Join('\n', foot.Length == 0 ? lines : [.. lines, foot]);
}
