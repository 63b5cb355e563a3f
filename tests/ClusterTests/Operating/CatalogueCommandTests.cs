using Wangting.ClusterTests.Payments;

namespace Wangting.ClusterTests.Operating;

/// <summary><c>wangting catalogue check</c> as it is typed.</summary>
public sealed class Checking_a_catalogue : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("wangting-catalogue-").FullName;

    [Fact]
    public async Task Says_what_is_wrong_with_file_line_and_rule_in_the_language_asked_for()
    {
        var right = Path.Combine(folder, "right.yaml");
        await File.WriteAllTextAsync(right, "offers:\n  - { code: p, kind: plan, name: P, versions: [{ number: 1, from: 2026-01-01, recurring: [{ code: fee, name: F, amount: 10 }] }] }\n", TestContext.Current.CancellationToken);
        var wrong = Path.Combine(folder, "wrong.yaml");
        await File.WriteAllTextAsync(wrong, "offers:\n  - { code: p, kind: plan, name: P, versions: [{ number: 1, from: 2026-01-01, recurring: [{ code: fee, name: F,\n      amount: -10 }] }] }\n", TestContext.Current.CancellationToken);

        var (code, said) = await CheckAsync(right, "--language", "en");
        Assert.Equal((0, "1 offer with 1 version: nothing is wrong."), (code, said.Trim()));
        (code, said) = await CheckAsync(right, wrong, "--language", "zh");
        Assert.Equal(2, code);
        Assert.Contains($"{wrong}:3:15: offers[0].versions[0].recurring[0].amount: -10 小于零。", said, StringComparison.Ordinal);
        (code, said) = await CheckAsync(Path.Combine(folder, "none.yaml"), "--language", "en");
        Assert.Equal(2, code);
        Assert.Contains("none.yaml:1:1: .: The file cannot be read:", said, StringComparison.Ordinal);
    }

    static Task<(int Code, string Said)> CheckAsync(params string[] arguments) =>
        OwnProcess.WangtingAsync(new Dictionary<string, string?>(), ["catalogue", "check", .. arguments]);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
