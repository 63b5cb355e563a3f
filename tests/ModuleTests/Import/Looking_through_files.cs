using System.Text;
using Wangting.Import;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Import;

public sealed class Looking_through_files : IDisposable
{
    readonly string path = Path.Combine(Path.GetTempPath(), "wangting-file-" + Guid.CreateVersion7().ToString("N") + ".csv");

    static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    [Fact]
    public async Task Plain_UTF_8_is_seen()
    {
        var file = (await LookAsync("编号,姓名\n1,张小三\n"u8.ToArray())).Value;
        Assert.Equal("utf-8", file.Encoding.WebName);
        Assert.Equal(',', file.Delimiter);
        Assert.False(file.EndsOpen);
    }

    [Fact]
    public async Task A_byte_order_mark_is_stepped_over()
    {
        var file = (await LookAsync([0xEF, 0xBB, 0xBF, .. "a;b\n1;2\n"u8])).Value;
        Assert.Equal(3, file.Preamble);
        Assert.Equal(';', file.Delimiter);
        await using var rows = await CsvRows.OpenAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], rows.Columns);
    }

    [Fact]
    public async Task GB18030_is_seen_and_read()
    {
        var file = (await LookAsync(Gb18030.GetBytes("编号,姓名\n1,张小三\n2,㐀𠀀\n"))).Value;
        Assert.Equal("gb18030", file.Encoding.WebName, ignoreCase: true);
        await using var rows = await CsvRows.OpenAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(["编号", "姓名"], rows.Columns);
        Assert.True(await rows.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("张小三", rows[1].ToString());
        Assert.True(await rows.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("㐀𠀀", rows[1].ToString());
    }

    [Fact]
    public async Task GB18030_that_shows_itself_only_after_a_megabyte_is_seen()
    {
        var text = "编号,姓名\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => i + ",Smith\n"));
        Assert.Equal("gb18030", (await LookAsync([.. "id,name\n"u8, .. Encoding.ASCII.GetBytes(text[6..]), .. Gb18030.GetBytes("9,张\n")])).Value.Encoding.WebName, ignoreCase: true);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3", "import.file_cut_in_row")]
    [InlineData("a,b\n1,\"2\n3,4\n5,6\n", "import.file_cut_in_quotes")]
    [InlineData("a,b\n1,2\n\"3", "import.file_cut_in_quotes")]
    [InlineData("", "import.file_empty")]
    [InlineData("a,b\n1,\0\n", "import.file_binary")]
    [InlineData("PK\u0003\u0004xl/workbook.xml", "import.file_is_workbook")]
    public async Task What_cannot_be_whole_is_refused(string text, string reason) => Assert.Equal(reason, (await LookAsync(Encoding.UTF8.GetBytes(text))).Refusal?.Code);

    [Fact]
    public async Task The_line_of_the_open_quote_is_named()
    {
        var refusal = (await LookAsync("a,b\n1,2\n3,\"four\n5,6\n"u8.ToArray())).Refusal!;
        Assert.Equal(3L, refusal.Details!["line"]);
    }

    [Fact]
    public async Task A_file_cut_in_the_middle_of_a_character_is_refused()
    {
        var bytes = "a,b\n1,张小三"u8.ToArray();
        Assert.Equal("import.file_cut_in_character", (await LookAsync(bytes[..^1])).Refusal?.Code);
    }

    [Fact]
    public async Task UTF_16_is_named()
    {
        Assert.Equal("import.file_utf16", (await LookAsync([0xFF, 0xFE, (byte)'a', 0])).Refusal?.Code);
    }

    [Fact]
    public async Task Neither_encoding_is_said_with_the_byte()
    {
        var refusal = (await LookAsync([.. "a,b\n1,"u8, 0xFF, 0xFF, .. "\n"u8])).Refusal!;
        Assert.Equal("import.file_encoding", refusal.Code);
    }

    [Fact]
    public async Task A_record_without_end_is_not_read_into_memory()
    {
        var endless = new byte[SourceFile.LongestRecord + 100];
        Array.Fill(endless, (byte)'x');
        Assert.Equal("import.file_record_too_long", (await LookAsync([.. "a,b\n\""u8, .. endless, .. "\",1\n"u8])).Refusal?.Code);
    }

    [Fact]
    public async Task A_last_line_without_end_is_noted() => Assert.True((await LookAsync("a,b\n1,2"u8.ToArray())).Value.EndsOpen);

    [Fact]
    public async Task Lines_are_counted_as_an_editor_counts_them()
    {
        var file = (await LookAsync("a,b\n\"x\ny\",1\n\n\"p\"q,2\n3\n4,5,6\n7,8\n"u8.ToArray())).Value;
        await using var rows = await CsvRows.OpenAsync(file, TestContext.Current.CancellationToken);
        var seen = new List<(long, string?)>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken)) seen.Add((rows.Line, rows.Fault));
        Assert.Equal([(2, null), (5, "import.row_quotes"), (6, "import.row_short"), (7, "import.row_long"), (8, null)], seen);
    }

    [Fact]
    public async Task A_number_sign_begins_no_comment()
    {
        var file = (await LookAsync("#id,b\n#1,2\n"u8.ToArray())).Value;
        await using var rows = await CsvRows.OpenAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal("#id", rows.Columns[0]);
        Assert.True(await rows.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("#1", rows[0].ToString());
    }

    async Task<Outcome<SourceFile>> LookAsync(byte[] content)
    {
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        return await SourceFile.InspectAsync(path, "auto", null, TestContext.Current.CancellationToken);
    }

    public void Dispose() => File.Delete(path);
}
