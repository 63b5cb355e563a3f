using System.Reflection;
using System.Text;
using Wangting.Import;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Import;

public sealed class Reading_maps : IDisposable
{
    readonly string path = Path.Combine(Path.GetTempPath(), "wangting-map-" + Guid.CreateVersion7().ToString("N") + ".json");
    static readonly Texts Texts = Texts.Load(Assembly.Load("Wangting.Channels"), Currency.Yuan, TimeZoneInfo.Utc);

    [Fact]
    public async Task A_right_map_names_its_columns()
    {
        var map = (await ReadAsync("""
            { // with a comment
              "source": "old",
              "records": [
                { "kind": "customers", "id": "{ID}", "version": "{V}", "when": { "column": "TYPE", "is": ["P", "Q"] },
                  "fields": { "name": "{LAST} {FIRST}", "tier": { "from": "{STARS}", "blank": "0" }, "attributes.vip": { "from": "{VIP}", "as": "yes/no" } } },
              ] }
            """)).Value;
        Assert.Equal(["ID", "V", "TYPE", "LAST", "FIRST", "STARS", "VIP"], map.Columns);
    }

    [Fact]
    public async Task Each_makes_one_record_a_column()
    {
        var map = (await ReadAsync("""
            { "source": "old", "records": [
              { "kind": "products", "each": ["TV", "Film"], "id": "{ID}-{each}", "when": { "column": "*", "is": "Yes" }, "fields": { "account": "{ID}", "offer": "{each}" } } ] }
            """)).Value;
        Assert.Equal(2, map.Records.Count);
        Assert.Equal(["ID", "TV"], map.Records[0].Columns.Distinct());
        Assert.Equal("Film", map.Records[1].When[0].Column);
    }

    [Theory]
    [InlineData("""{ "source": "s", "record": [] }""", "line 1, record: \"record\" has no meaning here. Did you mean \"records\"?")]
    [InlineData("""{ "source": "s" }""", "line 1, {}: \"records\" must list at least one record to make of a row.")]
    [InlineData("{ \"records\": [ { \"kind\": \"customers\", \"id\": \"{ID}\", \"fields\": {} } ] }", "line 1, {}: \"source\" is missing.")]
    [InlineData("{\n \"source\": \"s\",\n \"records\": [\n  { \"kind\": \"custmers\", \"id\": \"{ID}\", \"fields\": {} } ] }", "line 4, records[0].kind: there is no kind \"custmers\".")]
    [InlineData("{ \"source\": \"s\", \"records\": [\n { \"kind\": \"accounts\", \"id\": \"{ID}\", \"fields\": {} } ] }", "line 2, records[0].fields: accounts need \"customer\".")]
    [InlineData("{ \"source\": \"s\", \"records\": [ { \"kind\": \"customers\", \"id\": \"{ID\", \"fields\": {} } ] }", "line 1, records[0].id: a brace is not closed")]
    [InlineData("{ \"source\": \"s\", \"records\": [ { \"kind\": \"customers\", \"id\": \"{ID}\", \"fields\": { \"nmae\": \"{N}\" } } ] }", "records[0].fields.nmae: \"nmae\" has no meaning here. Did you mean \"name\"?")]
    [InlineData("{ \"source\": \"s\", \"records\": [ { \"kind\": \"customers\", \"id\": \"{ID}\", \"fields\": { \"gender\": { \"from\": \"{S}\",\n \"table\": { \"F\": \"woman\" } } } } ] }", "line 2, records[0].fields.gender.table.F: \"woman\" is not one of: unknown, female, male, other.")]
    [InlineData("{ \"source\": \"s\", \"records\": [ { \"kind\": \"customers\", \"id\": \"{ID}\", \"fields\": { \"birthDate\": { \"from\": \"{B}\", \"formats\": [\"MM/dd\"] } } } ] }", "\"MM/dd\" does not hold a whole date")]
    [InlineData("{ \"source\": \"s\", \"records\": [ { \"kind\": \"customers\", \"id\": \"{ID}\", \"fields\": { \"name\": { \"from\": \"{B}\", \"digits\": 2 } } } ] }", "\"digits\" does not fit the type of \"name\".")]
    [InlineData("{ \"source\": \"s\", \"records\": [ { \"kind\": \"customers\", \"id\": \"{ID}\", \"fields\": { \"birthDate\": \"2021-02-30\" } } ] }", "\"2021-02-30\" cannot be the value of \"birthDate\"")]
    [InlineData("{ \"source\": \"s\", \"zone\": \"Mars/Base\", \"records\": [ { \"kind\": \"customers\", \"id\": \"{ID}\", \"fields\": {} } ] }", "there is no time zone Mars/Base")]
    [InlineData("{ \"source\": \"s\", \"once\": [ { \"kind\": \"customers\", \"id\": \"{ID}\", \"fields\": {} } ], \"records\": [ { \"kind\": \"customers\", \"id\": \"{ID}\", \"fields\": {} } ] }", "once[0].id: records under \"once\" are made before the first row")]
    [InlineData("{ \"source\": \"s\", \"records\": [ { \"kind\": \"customers\", \"id\": \"{ID}\", \"id\": \"{ID}\", \"fields\": {} } ] }", "\"id\" stands twice.")]
    public async Task A_fault_is_named_with_its_line_and_place(string map, string expected)
    {
        var refusal = (await ReadAsync(map)).Refusal!;
        Assert.Equal("import.map_faulty", refusal.Code);
        var problems = (IReadOnlyList<Text>)refusal.Details!["problems"]!;
        Assert.Contains(problems, p => Texts.Say("en", p).Contains(expected, StringComparison.Ordinal));
        Assert.All(problems, p => Assert.DoesNotContain('[', Texts.Say("zh-CN", p).Split("：")[^1][..1]));
    }

    [Fact]
    public async Task All_faults_are_named_at_once()
    {
        var refusal = (await ReadAsync("""{ "sorce": "s", "records": [ { "kind": "x", "fields": {} } ] }""")).Refusal!;
        Assert.Equal(4, refusal.Details!["count"]); // sorce, source, id, kind
    }

    [Fact]
    public async Task What_is_not_JSON_is_said_with_its_place()
    {
        var refusal = (await ReadAsync("{\n  \"source\": \"s\",,\n}")).Refusal!;
        Assert.Equal("import.map_not_json", refusal.Code);
        Assert.Equal(2L, refusal.Details!["line"]);
    }

    async Task<Outcome<ImportMap>> ReadAsync(string json)
    {
        await File.WriteAllTextAsync(path, json, Encoding.UTF8, TestContext.Current.CancellationToken);
        return await MapReader.ReadAsync(path, new ImportKinds().ByName, TestContext.Current.CancellationToken);
    }

    public void Dispose() => File.Delete(path);
}
