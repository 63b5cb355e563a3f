using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Mirror;

namespace Wangting.ModuleTests.Mirror;

public sealed class Reading_tolerantly
{
    static readonly TolerantReader Reader = new(Options.Create(new OperatorOptions()));
    static readonly IOptions<MirrorOptions> Settings = Options.Create(new MirrorOptions());
    static readonly TmForumBills Bills = new(null!, Reader, Settings);
    static readonly TmForumAccounts Accounts = new(null!, Reader, Settings);

    static JsonElement Json(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    [Theory]
    [InlineData("""{"unit":"CNY","value":12.5}""", 1250)]
    [InlineData("""{"unit":"cny","value":"12.50"}""", 1250)]
    [InlineData("""{"currency":"CNY","amount":12.5}""", 1250)]
    [InlineData("""{"amount":"12.50","units":"元"}""", 1250)]
    [InlineData("""{"value":{"unit":"CNY","value":1.25e1}}""", 1250)]
    [InlineData("""[{"value":12.500}]""", 1250)]
    [InlineData("12.5", 1250)]
    [InlineData("\"12.5\"", 1250)]
    [InlineData("\"CNY 12.5\"", 1250)]
    [InlineData("\"-0.01 ¥\"", -1)]
    [InlineData("0", 0)]
    [InlineData("100000000000.01", 10000000000001)]
    public void A_sum_is_read_in_every_notation(string json, long minor) => Assert.Equal(minor, Reader.Sum(Json(json))!.Value.Minor);

    [Theory]
    [InlineData("""{"bill":{"id":"7"},"name":"Plan","type":"Plan","taxIncludedAmount":{"unit":"CNY","value":59},"taxExcludedAmount":{"unit":"CNY","value":55.66},"characteristic":{"name":"serviceNumber","value":"+8613300000001"}}""", ChargeKind.Plan, 5900, 334, "+8613300000001")]
    [InlineData("""{"bill":{"href":"/customerBill/7"},"description":"Other","type":"third-party","taxIncludedAmount":"-5","appliedTax":[{"taxAmount":0},{"taxAmount":"-0.28"}],"characteristic":[{"name":"colour","value":{"deep":1}}]}""", ChargeKind.ThirdParty, -500, -28, null)]
    [InlineData("""{"bill":"7","name":1,"type":"3","amount":1}""", ChargeKind.Other, 100, 0, null)]
    [InlineData("""{"bill":"7","name":"x","type":"recurring charge","amount":1}""", ChargeKind.Other, 100, 0, null)]
    public void A_charge_of_a_bill_is_read_and_of_an_unknown_kind_is_another(string json, ChargeKind kind, long minor, long tax, string? number)
    {
        var charge = Bills.ReadCharge(Json(json), "7");
        Assert.Equal((kind, minor, tax, number), (charge.Kind, charge.Amount.Minor, charge.Tax.Minor, charge.ServiceIdentifier));
    }

    [Theory]
    [InlineData("""{"bill":{"id":"8"},"name":"x","amount":1}""")]
    [InlineData("""{"name":"x","amount":1}""")]
    [InlineData("""{"bill":{"id":"7"},"name":"x"}""")]
    [InlineData("""{"bill":{"id":"7"},"amount":1}""")]
    [InlineData("""{"bill":{"id":"7"},"name":{"a":1},"amount":1}""")]
    public void A_charge_of_another_bill_or_without_sum_or_name_is_refused(string json) => Assert.Throws<WrongAnswer>(() => Bills.ReadCharge(Json(json), "7"));

    [Theory]
    [InlineData("""{"unit":"USD","value":12.5}""")]
    [InlineData("""{"unit":"CNY"}""")]
    [InlineData("""{"unit":"CNY","value":"zwölf"}""")]
    [InlineData("""{"unit":"CNY","value":12.505}""")]
    [InlineData("""{"unit":"CNY","value":true}""")]
    [InlineData("""{"value":[1,2]}""")]
    [InlineData("\"USD 5\"")]
    [InlineData("\"1,250\"")]
    [InlineData("1e30")]
    public void A_sum_that_is_none_of_ours_is_refused(string json) => Assert.Throws<WrongAnswer>(() => Reader.Sum(Json(json)));

    [Theory]
    [InlineData("""{"id":"7"}""", "7")]
    [InlineData("""{"id":7}""", "7")]
    [InlineData("""{"href":"/tmf-api/accountManagement/v4/billingAccount/7?x=1"}""", "7")]
    [InlineData("""{"href":"https://owner.example/billingAccount/a%2Fb/"}""", "a/b")]
    [InlineData("""[{"id":"7","unknown":{"deep":[1]}}]""", "7")]
    [InlineData("\"7\"", "7")]
    public void A_reference_is_read_by_id_or_address(string json, string id) => Assert.Equal(id, TolerantReader.Reference(Json(json)));

    [Theory]
    [InlineData("2026-10-31", "2026-10-31")]
    [InlineData("2026-10-30T16:00:00Z", "2026-10-31")]
    [InlineData("2026-10-31T23:59:59+08:00", "2026-10-31")]
    [InlineData("2026-10-31T23:59:59.999", "2026-10-31")]
    [InlineData("2026-11-01T00:00:00+08:00", "2026-10-31")]
    [InlineData("2026-11-01", "2026-10-31")]
    [InlineData("2026-10-31T00:00:00Z", "2026-10-31")]
    [InlineData("2026-11-01T00:00:00Z", "2026-10-31")]
    public void A_period_ends_on_its_last_day(string written, string last) =>
        Assert.Equal(DateOnly.Parse(last, null), Reader.LastDay(Json($"\"{written}\""), new DateOnly(2026, 10, 1)));

    static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    const string Bill = """
        {"id":"b1","billNo":"N1","state":"sent","billDate":"2026-11-01T00:00:00Z","paymentDueDate":"2026-11-20","billingPeriod":{"startDateTime":"2026-10-01","endDateTime":"2026-10-31"},
         "taxIncludedAmount":{"unit":"CNY","value":100},"taxExcludedAmount":{"unit":"CNY","value":"94.00"},"billingAccount":{"href":"/x/acc"},"relatedParty":{"id":"H","role":"customer"},"new":{"thing":[]}}
        """;

    [Fact]
    public void A_bill_without_what_remains_is_judged_by_state_and_payments()
    {
        var read = Bills.Read(Json(Bill), "acc")!;
        Assert.Equal(("N1", 10000L, 600L, 10000L, "H"), (read.Number, read.Total.Minor, read.Tax.Minor, read.Outstanding.Minor, read.Holder));
        Assert.Equal(0, Bills.Read(Json(Bill.Replace("sent", "settled", StringComparison.Ordinal)), "acc")!.Outstanding.Minor);
        Assert.Equal(7500, Bills.Read(Json(Bill.Replace("\"new\"", "\"appliedPayment\":{\"appliedAmount\":{\"value\":25}},\"new\"", StringComparison.Ordinal)), "acc")!.Outstanding.Minor);
        Assert.Equal(500, Bills.Read(Json(Bill.Replace("\"new\"", "\"remainingAmount\":5,\"new\"", StringComparison.Ordinal)), "acc")!.Outstanding.Minor);
        Assert.Null(Bills.Read(Json(Bill.Replace("sent", "onHold", StringComparison.Ordinal)), "acc"));
    }

    [Fact]
    public void A_bill_or_account_of_another_is_refused()
    {
        Assert.Throws<WrongAnswer>(() => Bills.Read(Json(Bill), "other"));
        Assert.Throws<WrongAnswer>(() => Bills.Read(Json(Bill.Replace("billingAccount", "account", StringComparison.Ordinal)), "acc"));
        Assert.Throws<WrongAnswer>(() => Accounts.Read(Json("""{"id":"other","accountBalance":[]}"""), "acc"));
    }

    [Fact]
    public void An_accounts_deposit_is_its_own_money_alone()
    {
        Assert.Equal(new OwnersAccount("acc", new Money(1050), "H"), Accounts.Read(Json("""
            {"id":"acc","relatedParty":[{"id":"S","role":"seller"},{"id":"H","role":"owner"}],"accountBalance":[{"balanceType":"ReceivableBalance","amount":{"unit":"CNY","value":99}},
             {"balanceType":"DepositBalance","amount":{"unit":"CNY","value":10}},{"amount":{"value":"0.50"}}]}
            """), "acc"));
        Assert.Equal(0, Accounts.Read(Json("""{"id":"acc"}"""), "acc").Deposit.Minor);
    }

    // Anything may come: it is read, or refused as wrong; nothing else is thrown, and what is read is of the account asked for.
    static readonly Gen<string> Names = OneOf("id", "href", "billNo", "state", "billDate", "billingAccount", "taxIncludedAmount", "remainingAmount", "value", "unit", "amount", "billingPeriod", "startDateTime", "endDateTime", "paymentDueDate", "relatedParty", "role", "accountBalance", "balanceType", "appliedPayment", "appliedAmount", "taxItem", "taxAmount");
    static readonly Gen<string> Leaves = Gen.OneOf(OneOf("null", "true", "\"\"", "\"acc\"", "\"CNY\"", "\"sent\"", "\"2026-10-01\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01\"", "-1", "0", "1e999", "1e28", "79228162514264337593543950336", "12.345", "\"1e27\"", "{}", "[]", "\"\\uD800\"", "\"NaN\""),
        Gen.Decimal[-1000, 1000].Select(d => d.ToString(System.Globalization.CultureInfo.InvariantCulture)), Gen.String.Select(s => JsonSerializer.Serialize(s)));

    static Gen<string> Tree(int depth) => depth == 0 ? Leaves : Gen.OneOf(Leaves,
        Gen.Select(Names, Tree(depth - 1)).Array[0, 12].Select(members => "{" + string.Join(',', members.Select(m => $"\"{m.Item1}\":{m.Item2}")) + "}"),
        Tree(depth - 1).Array[0, 3].Select(items => "[" + string.Join(',', items) + "]"));

    [Fact]
    public void Whatever_comes_is_read_or_refused() => Tree(4).Sample(text =>
    {
        JsonElement json;
        try { json = Json(text); }
        catch (JsonException) { return; }
        if (TolerantReader.Try(() => new { Bill = Bills.Read(json, "acc") }, "bill") is { Succeeded: true, Value.Bill: not null }) Assert.Equal("acc", TolerantReader.Reference(TolerantReader.Find(json, "billingAccount")));
        if (TolerantReader.Try(() => Accounts.Read(json, "acc"), "account").Succeeded) Assert.Equal("acc", TolerantReader.Reference(json));
    }, iter: 20_000);

    [Fact]
    public void A_known_bill_with_any_one_member_spoilt_is_read_or_refused()
    {
        using var good = JsonDocument.Parse(Bill);
        var names = good.RootElement.EnumerateObject().Select(m => m.Name).ToArray();
        Gen.Select(OneOf(names), Tree(2)).Sample((name, spoilt) =>
        {
            var text = new StringBuilder("{");
            foreach (var member in good.RootElement.EnumerateObject()) text.Append(text.Length > 1 ? "," : "").Append('"').Append(member.Name).Append("\":").Append(member.Name == name ? spoilt : member.Value.GetRawText());
            JsonElement json;
            try { json = Json(text.Append('}').ToString()); }
            catch (JsonException) { return; }
            if (TolerantReader.Try(() => new { Bill = Bills.Read(json, "acc") }, "bill") is { Succeeded: true, Value.Bill: { } read }) Assert.NotEmpty(read.Number);
        }, iter: 5_000);
    }
}
