using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Journeys;

public sealed class The_book_of_journeys
{
    // Channels that have a renderer; a new one adds itself here and thereby to the table.
    static readonly Channel[] Rendered = [Channel.Web, Channel.Terminal];
    static readonly Texts Texts = Texts.Load(Assembly.Load("Wangting.Channels"), Currency.Yuan, TimeZoneInfo.Utc);

    static JourneyBook Book() => new(new ServiceCollection().AddJourneys().Where(s => s.ServiceType == typeof(Journey)).Select(s => (Journey)s.ImplementationInstance!));

    static string Table()
    {
        var table = new StringBuilder("# Journeys by channel\n\nMade from the code by `WANGTING_WRITE_DOCS=1 dotnet run --project tests/ModuleTests -- --filter-class '*The_book_of_journeys'`. Each cell marked ✓ is walked to its end through that\nchannel's own renderer and parser by `tests/ChannelTests/Journeys`.\n\n");
        table.Append("| journey | 中文 | submits | needs | ").AppendJoin(' ', Rendered.Select(c => Texts.Say("en", "enum.Channel." + c) + " |")).Append('\n');
        table.Append("|---|---|---|---|").Append(string.Concat(Rendered.Select(_ => "---|"))).Append('\n');
        foreach (var journey in Book().All)
        {
            var needs = journey.Fields.Select(f => f.Needs).Append(journey.Needs).Max();
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {journey.Name} | {Texts.Say("zh-CN", journey.Title)} | {(journey.Submits is { } act ? $"`{act.Replace(", ", "`, `", StringComparison.Ordinal)}`" : "–")} | {needs} | ");
            table.AppendJoin(" | ", Rendered.Select(c => journey.NotIn.TryGetValue(c, out var why) ? why : "✓")).Append(" |\n");
        }
        return table.ToString();
    }

    [Fact]
    public void The_coverage_table_is_current()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Wangting.slnx"))) root = root.Parent;
        Assert.SkipWhen(root is null, "The sources are not beside the test.");
        var file = Path.Combine(root!.FullName, "docs", "coverage.md");
        if (Environment.GetEnvironmentVariable("WANGTING_WRITE_DOCS") == "1") File.WriteAllText(file, Table());
        Assert.True(File.Exists(file) && File.ReadAllText(file) == Table(), "docs/coverage.md is not what the code says. Make it anew as its first lines say.");
    }

    [Fact]
    public void An_empty_cell_has_its_reason() => Assert.All(Book().All.SelectMany(j => j.NotIn), cell => Assert.True(cell.Value.Length > 10));

    [Fact]
    public void Every_title_and_question_has_its_words_in_every_language() => Assert.All(Book().All, journey =>
    {
        foreach (var language in Texts.Languages)
        {
            Assert.True(Texts.Has(language, journey.Title.Key), $"{language} {journey.Title.Key}");
            foreach (var field in journey.Fields) Assert.True(Texts.Has(language, $"journey.{journey.Name}.{field.Key}"), $"{language} journey.{journey.Name}.{field.Key}");
        }
    });

    [Fact]
    public void No_word_or_code_names_two_journeys_and_none_means_something_else()
    {
        var words = Book().All.Where(j => !j.IsMenu).SelectMany(j => j.Words.Append(j.DialCode ?? j.Name)).Select(ControlWords.Plain).ToArray();
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.DoesNotContain(words, w => ControlWords.MeansStop(w) || ControlWords.Yes.Contains(w) || ControlWords.No.Contains(w) || ControlWords.Back.Contains(w) || ControlWords.Home.Contains(w) || ControlWords.Human.Contains(w));
    }

    [Fact]
    public void Fields_depend_only_on_fields_before_them() => Assert.All(Book().All, journey =>
    {
        var before = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in journey.Fields)
        {
            Assert.Subset(before, field.After.ToHashSet());
            Assert.True(before.Add(field.Key));
        }
    });
}
