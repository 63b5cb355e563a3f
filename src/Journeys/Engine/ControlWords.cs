using System.Collections.Frozen;
using System.Text;

namespace Wangting.Journeys;

/// <summary>Words that mean the same in every journey and channel. Data of the trade: a language is added by adding words.</summary>
public static class ControlWords
{
    /// <summary>None of these can ever order, buy, renew or pay, alone or in a sentence.</summary>
    public static readonly FrozenSet<string> Stop = Set("td", "tdcx", "qx", "退订", "退定", "取消", "停止", "终止", "不要", "不办", "不办了", "算了", "stop", "stopall", "cancel", "end", "quit", "unsubscribe", "abort");
    public static readonly FrozenSet<string> Yes = Set("1", "是", "是的", "好", "好的", "对", "行", "可以", "确认", "确定", "同意", "yes", "y", "ok", "okay", "sure", "confirm");
    public static readonly FrozenSet<string> No = Set("2", "否", "不", "不是", "不对", "修改", "no", "n", "nope", "change");
    public static readonly FrozenSet<string> Back = Set("0", "返回", "上一步", "后退", "back");
    public static readonly FrozenSet<string> Home = Set("*", "首页", "主页", "主菜单", "菜单", "home", "menu");
    public static readonly FrozenSet<string> Human = Set("#", "人工", "客服", "转人工", "找人工", "人工服务", "agent", "human", "person", "operator");
    public static readonly FrozenSet<string> More = Set("00", "下页", "下一页", "更多", "next", "more");

    /// <summary>Compatibility-normalised lower case without end punctuation: the form in which words are compared.</summary>
    public static string Plain(string text) => text.Normalize(NormalizationForm.FormKC).Trim().TrimEnd('.', '!', '?', '。', '!', '?', ',', '，').ToLowerInvariant();

    public static IReadOnlyList<string> Split(string text) =>
        [.. text.Normalize(NormalizationForm.FormKC).Split([' ', ',', '，', '。', ';', '；', '\t', '\n', '\r', '!', '?', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Whether a line means <em>stop</em>: any of its words does, or a Chinese one stands anywhere in it
    /// (there are no blanks to split at: 「帮我取消吧」).</summary>
    public static bool MeansStop(string text) =>
        Split(text).Any(w => Stop.Contains(Plain(w))) || Stop.Any(s => s.Length > 1 && !char.IsAscii(s[0]) && text.Contains(s, StringComparison.Ordinal));

    static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
