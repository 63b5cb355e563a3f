using System.Globalization;

namespace Wangting.SandboxGateway;

/// <summary>The gateway's few sentences. They stand here and not with the product's texts, because it is not the product.</summary>
internal sealed record Words(string Tag, string Bank, string Sandbox, string PayTitle, string To, string Order, string How, string Wallet, string Card, string Approve,
    string Decline, string Approved, string Declined, string Expired, string Back, string Unknown, string Until,
    string AgreeTitle, string AgreeSays, string Agree, string Agreed, string NotAgreed, string NoMandate)
{
    static readonly Words Chinese = new("zh-CN", "青石银行 · 沙箱", "这里是测试用的银行，不会动用真钱。", "确认付款", "收款方", "商品", "用什么付", "钱包余额", "银行卡", "确认付款", "不付了",
        "已付款", "已取消，没有扣款", "已超时，没有扣款", "回到商家", "没有这笔付款。请回到商家重新开始。", "请在 {0} 前完成",
        "同意自动扣款", "以后的账单到期时，商家可以直接扣款，每次不用再确认。随时可以在商家处关闭。", "同意", "已同意自动扣款", "没有开通自动扣款", "没有这个请求。请回到商家重新开始。");

    static readonly Words English = new("en", "Bluestone Bank · sandbox", "This bank is for testing. No real money moves.", "Confirm payment", "To", "For", "Pay with", "Wallet balance", "Bank card",
        "Pay now", "Don’t pay", "Paid", "Cancelled. Nothing was charged.", "Too late. Nothing was charged.", "Back to the shop", "There is no such payment. Please go back to the shop and start again.", "Please finish by {0}",
        "Allow automatic payments", "From now on the shop may charge you when a bill is due, without asking each time. You can switch it off there at any time.", "Allow", "Automatic payments are allowed", "Automatic payments are not allowed", "There is no such request. Please go back to the shop and start again.");

    /// <summary>The language named in the address, else the browser's, else Chinese.</summary>
    public static Words For(HttpRequest request)
    {
        var asked = request.Query["lang"].ToString() is { Length: > 0 } tag ? tag : request.Headers.AcceptLanguage.ToString();
        return asked.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English : Chinese;
    }

    public static string Amount(long minor, string currency) =>
        string.Create(CultureInfo.InvariantCulture, $"{(currency == "CNY" ? "¥" : currency + " ")}{minor / 100:N0}.{minor % 100:00}");
}
