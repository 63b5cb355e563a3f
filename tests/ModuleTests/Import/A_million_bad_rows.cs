using System.Text;
using Wangting.Import;
using Wangting.Storage;

namespace Wangting.ModuleTests.Import;

/// <summary>Bad rows go to the file, not to memory. A quarter of a million here: what grows with the rows would show.</summary>
public sealed class A_million_bad_rows() : ImportSuite(DatabaseKind.Sqlite)
{
    const int Rows = 250_000;

    [Fact]
    public async Task Need_no_more_memory_than_a_few()
    {
        var map = await WriteAsync("m.json", """{ "source": "crm", "records": [ { "kind": "customers", "id": "{id}", "fields": { "birthDate": "{born}", "tier": "{tier}" } } ] }""");
        var file = PathOf("bad.csv");
        await using (var writer = new StreamWriter(file, false, Encoding.UTF8))
        {
            await writer.WriteLineAsync("id,born,tier");
            for (var i = 1; i <= Rows; i++) await writer.WriteLineAsync($"{i},2020-13-{i % 40},none");
        }
        long early = 0, late = 0;
        var done = (await ImportAsync("customers", file, map, progress: new Watching(p =>
        {
            if (p.Rows == Rows / 10) early = GC.GetTotalMemory(true);
            if (p.Rows == Rows) late = GC.GetTotalMemory(true);
        }))).Value;

        Assert.Equal((Rows, Rows), (done.Totals.Rows, done.Totals.RowsWithRejects));
        Assert.Equal(2 * Rows, (await RejectsAsync()).Length); // two things are wrong in each
        Assert.NotEqual(0, early);
        Assert.True(late - early < 8 << 20, $"{(late - early) >> 20} MB more after ten times the rows");
    }

    sealed class Watching(Action<ImportProgress> act) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => act(value);
    }
}
