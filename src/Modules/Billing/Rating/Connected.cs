namespace Wangting.Billing.Rating;

/// <summary>Which of many lines have to be rated together.</summary>
public static class Connected
{
    /// <summary>The connected parts of what is linked, each in rising order, by their first.</summary>
    /// <param name="count">Lines, named by their place.</param>
    /// <param name="links">Sets of lines that share a pool, a count of tiers, a limit or a discount.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Parts(int count, IEnumerable<IReadOnlyList<int>> links)
    {
        var parent = new int[count];
        for (var i = 0; i < count; i++) parent[i] = i;
        foreach (var link in links)
            for (var i = 1; i < link.Count; i++)
            {
                var (a, b) = (Root(link[0]), Root(link[i]));
                // The smaller becomes the root: a part is known by its first line.
                if (a != b) parent[Math.Max(a, b)] = Math.Min(a, b);
            }
        return [.. Enumerable.Range(0, count).GroupBy(Root).Select(g => (IReadOnlyList<int>)[.. g])];

        int Root(int of)
        {
            while (parent[of] != of) of = parent[of] = parent[parent[of]];
            return of;
        }
    }

    /// <summary>The parts of a group that pools and shared tiers do not link, each a group of its own with its lines' places in
    /// the whole.</summary>
    public static IReadOnlyList<(RatingGroup Group, IReadOnlyList<int> Lines)> Apart(this RatingGroup whole)
    {
        var shared = whole.Lines.SelectMany((line, place) => line.Segments.SelectMany(s => s.Holdings)
            .Where(h => h.Tariff.Terms.Usage.Any(u => u.TiersShared)).Select(h => (IReadOnlyList<int>)[place, h.Owner]));
        return [.. Parts(whole.Lines.Count, whole.Pools.Select(p => p.Lines).Concat(shared)).Select(lines => (Part(whole, lines), lines))];
    }

    static RatingGroup Part(RatingGroup whole, IReadOnlyList<int> lines)
    {
        var place = lines.Select((line, i) => (line, i)).ToDictionary(x => x.line, x => x.i);
        return new RatingGroup(
            [.. lines.Select(line => whole.Lines[line] with
            {
                // Of a product whose owner is elsewhere nothing is counted there: any place will do.
                Segments = [.. whole.Lines[line].Segments.Select(s => s with { Holdings = [.. s.Holdings.Select(h => h with { Owner = place.GetValueOrDefault(h.Owner, place[line]) })] })],
            })],
            [.. whole.Pools.Where(p => p.Lines.Count > 0 && place.ContainsKey(p.Lines[0])).Select(p => p.Of([.. p.Lines.Select(l => place[l])]))]);
    }
}
