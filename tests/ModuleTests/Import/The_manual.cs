using System.Text.RegularExpressions;
using Wangting.Import;

namespace Wangting.ModuleTests.Import;

/// <summary>docs/import.md names what there is, no less and no more.</summary>
public sealed class The_manual
{
    static readonly string Page = System.IO.File.ReadAllText(Path.Combine(ImportSuite.Repository, "docs", "import.md"));

    public static TheoryData<string> Kinds => [.. new ImportKinds().Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Lists_every_kind_with_its_fields_and_words(string name)
    {
        var kind = new ImportKinds().ByName[name];
        var row = Page.Split('\n').Single(l => l.StartsWith($"| `{name}` |", StringComparison.Ordinal)).Split('|');
        var fields = Regex.Matches(row[2], "`([A-Za-z-]+)`").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(kind.Fields.Select(f => f.Name).Order(), fields.Order());
        foreach (var field in kind.Fields)
        {
            Assert.Equal(field.Required, row[2].Contains($"**`{field.Name}`**", StringComparison.Ordinal));
            foreach (var word in field.Choices ?? []) Assert.Contains(word, row[3], StringComparison.Ordinal);
        }
    }
}
