using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wangting.ChannelTests.Api;

public sealed class Money_over_the_api_on_SQLite(SqliteApiHall hall) : Money_over_the_api(hall), IClassFixture<SqliteApiHall>;

public sealed class Money_over_the_api_on_PostgreSQL(PostgresApiHall hall) : Money_over_the_api(hall), IClassFixture<PostgresApiHall>;

public abstract class Money_over_the_api(ApiHall hall)
{
    const string Buckets = "prepayBalanceManagement/v4/bucket", TopUps = "prepayBalanceManagement/v4/topupBalance", Adjustments = "prepayBalanceManagement/v4/adjustBalance",
        Reservations = "prepayBalanceManagement/v4/reserveBalance", Payments = "paymentManagement/v4/payment", Refunds = "paymentManagement/v4/refund";
    readonly ApiClient machine = hall.Machine;

    static object Yuan(decimal value) => new { unit = "CNY", value };
    static JsonObject Json(object value) => JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web)!.AsObject();
    static string IdOf(JsonObject one) => one["id"]!.GetValue<string>();

    /// <summary>An account of its own, so that scenarios do not meet.</summary>
    async Task<string> AccountAsync()
    {
        var person = await machine.CreateAsync("party/v4/individual", new { givenName = "四", familyName = "李" });
        return IdOf(await machine.CreateAsync("accountManagement/v4/billingAccount", new
        {
            name = "钱包", accountType = "prepaid", relatedParty = new[] { new Dictionary<string, string> { ["id"] = IdOf(person), ["@referredType"] = "Individual", ["name"] = "李四" } },
        }));
    }

    static JsonObject Act(string account, decimal amount, string? bucket = null)
    {
        var act = Json(new
        {
            usageType = "monetary", amount = new { amount, units = "CNY" }, partyAccount = new { id = account, name = "their name for it" }, reason = "协议赠送", description = "d", channel = new { id = "agent-9", name = "代理商" },
            requestor = new { id = "7", name = "王" }, product = new[] { new { id = "p1" } },
        });
        if (bucket is not null) act["bucket"] = new JsonObject { ["id"] = bucket };
        return act;
    }

    async Task<decimal> LeftAsync(string bucket, string of = "remainingValue") => (await machine.GetAsync($"{Buckets}/{bucket}")).Thing[of]!["amount"]!.GetValue<decimal>();

    [Fact]
    public async Task A_prepaid_balance_is_topped_up_adjusted_reserved_and_released()
    {
        var account = await AccountAsync();
        var topUp = await machine.CreateAsync(TopUps, Act(account, 50.5m));
        var bucket = topUp["bucket"]!["id"]!.GetValue<string>();
        Assert.Equal(("completed", "agent-9"), (topUp["status"]!.GetValue<string>(), topUp["channel"]!["id"]!.GetValue<string>()));
        Assert.True(JsonNode.DeepEquals(topUp, (await machine.GetAsync(topUp["href"]!.GetValue<string>())).Thing));
        await Walk.FiltersAsync(machine, TopUps, topUp);
        Assert.Equal(HttpStatusCode.OK, (await machine.GetAsync(topUp["payment"]!["href"]!.GetValue<string>())).Status);

        var adjusted = await machine.CreateAsync(Adjustments, Act(account, -0.5m, bucket));
        await Walk.FiltersAsync(machine, Adjustments, adjusted);
        Assert.Equal(50m, await LeftAsync(bucket));

        var until = hall.Hall.Clock.GetUtcNow().AddHours(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var reserve = Act(account, 30, bucket);
        reserve["validFor"] = new JsonObject { ["endDateTime"] = until };
        var reserved = await machine.CreateAsync(Reservations, reserve);
        await Walk.FiltersAsync(machine, Reservations, reserved);
        Assert.Equal(("created", until), (reserved["status"]!.GetValue<string>(), reserved["validFor"]!["endDateTime"]!.GetValue<string>()));
        Assert.Equal((50m, 30m), (await LeftAsync(bucket), await LeftAsync(bucket, "reservedValue")));
        Assert.Equal("balance.too_low", (await machine.PostAsync(Reservations, Act(account, 20.01m, bucket))).ErrorCode(HttpStatusCode.Conflict));
        Assert.Equal("reservation.only_cancelled", (await machine.PatchAsync($"{Reservations}/{IdOf(reserved)}", new { status = "completed" })).ErrorCode(HttpStatusCode.UnprocessableEntity));
        Assert.Equal("cancelled", (await machine.PatchAsync($"{Reservations}/{IdOf(reserved)}", new { status = "cancelled" })).Thing["status"]!.GetValue<string>());
        Assert.Equal(0m, await LeftAsync(bucket, "reservedValue"));
        await Walk.FiltersAsync(machine, Buckets, (await machine.GetAsync($"{Buckets}/{bucket}")).Thing);
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task A_bucket_is_opened_and_filled_by_an_adjustment()
    {
        var account = await AccountAsync();
        var nobodys = await machine.CreateAsync(Buckets, new { usageType = "monetary", name = "spare", isShared = true });
        await Walk.FiltersAsync(machine, Buckets, nobodys);
        Assert.Equal("bucket.no_account", (await machine.PostAsync(Adjustments, Act(account, 1, IdOf(nobodys)) is var act && act.Remove("partyAccount") ? act : act)).ErrorCode(HttpStatusCode.Conflict));
        Assert.Equal("bucket.opens_empty", (await machine.PostAsync(Buckets, new { usageType = "monetary", remainingValue = new { amount = 5, units = "CNY" } })).ErrorCode(HttpStatusCode.UnprocessableEntity));
        Assert.Equal("balance.money_only", (await machine.PostAsync(Buckets, new { usageType = "voice" })).ErrorCode(HttpStatusCode.UnprocessableEntity));

        var gift = await machine.CreateAsync(Buckets, new { usageType = "monetary", name = "十月礼金", partyAccount = new { id = account }, validFor = new { endDateTime = "2999-01-01T00:00:00Z" } });
        Assert.Equal(("十月礼金", account), (gift["name"]!.GetValue<string>(), gift["partyAccount"]!["id"]!.GetValue<string>()));
        Assert.Equal("bucket.not_cash", (await machine.PostAsync(TopUps, Act(account, 5, IdOf(gift)))).ErrorCode(HttpStatusCode.Conflict));
        await machine.CreateAsync(Adjustments, Act(account, 5, IdOf(gift)));
        Assert.Equal(5m, await LeftAsync(IdOf(gift)));
        await Walk.FiltersAsync(machine, Buckets, (await machine.GetAsync($"{Buckets}/{IdOf(gift)}")).Thing);
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task A_payment_taken_elsewhere_is_told_once_and_given_back()
    {
        var account = await AccountAsync();
        var payment = Json(new
        {
            account = new { id = account }, totalAmount = Yuan(120.30m), paymentMethod = new Dictionary<string, object> { ["name"] = "POS 刷卡", ["@type"] = "bankCard" }, authorizationCode = "POS-778", correlatorId = "till-4/2026-11-23/17",
            name = "柜台缴费", description = "新街口", payer = new { id = "someone", name = "王五" }, channel = new { id = "shop" }, taxAmount = Yuan(0),
        });
        var made = await machine.CreateAsync(Payments, payment);
        Assert.Equal("done", made["status"]!.GetValue<string>());
        foreach (var name in (string[])["paymentMethod", "payer", "channel", "name", "description", "authorizationCode", "correlatorId", "taxAmount"]) Assert.True(JsonNode.DeepEquals(payment[name], made[name]), $"{name}: {made[name]}");
        await Walk.FiltersAsync(machine, Payments, made);

        var again = await machine.PostAsync(Payments, payment);
        Assert.Equal((HttpStatusCode.Created, IdOf(made)), (again.Status, IdOf(again.Thing)));
        payment["totalAmount"] = Json(Yuan(120.31m));
        Assert.Equal("payment.key_reused", (await machine.PostAsync(Payments, payment)).ErrorCode(HttpStatusCode.Conflict));
        var byHeader = await machine.SendAsync(HttpMethod.Post, Payments, payment, "application/json", ("Idempotency-Key", "another"));
        Assert.Equal(HttpStatusCode.Created, byHeader.Status);
        Assert.Equal(IdOf(byHeader.Thing), IdOf((await machine.SendAsync(HttpMethod.Post, "payment/v4/payment", payment, "application/json", ("Idempotency-Key", "another"))).Thing));
        Assert.Equal(2, (await machine.GetAsync($"payment/v4/payment?account.id={account}")).List.Count);

        var refund = Json(new { account = new { id = account }, payment = new { id = IdOf(made) }, totalAmount = Yuan(20.30m), paymentMethod = new { name = "cash" }, description = "多缴" });
        var back = await machine.CreateAsync(Refunds, refund);
        Assert.Equal("done", back["status"]!.GetValue<string>());
        await Walk.FiltersAsync(machine, Refunds, back);
        refund["totalAmount"] = Json(Yuan(100.01m));
        Assert.Equal("refund.no_way_back", (await machine.PostAsync(Refunds, refund)).ErrorCode(HttpStatusCode.Conflict));
        var bucket = (await machine.GetAsync($"{Buckets}?partyAccount.id={account}")).Ids.Single();
        Assert.Equal(120.30m + 120.31m - 20.30m, await LeftAsync(bucket));
        await hall.Hall.DeliverAsync();
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_and_moves_nothing()
    {
        var account = await AccountAsync();
        var payment = Json(new { account = new { id = account }, totalAmount = Yuan(1), paymentMethod = new { name = "cash" }, taxAmount = Yuan(0), name = "n", correlatorId = "c", authorizationCode = "a" });
        await Walk.WrongTypesAsync(machine, Payments, payment, []);
        await Walk.WrongTypesAsync(machine, Adjustments, Act(account, 1), []);
        await Walk.WrongTypesAsync(machine, Reservations, Act(account, 1), []);
        await Walk.WrongTypesAsync(machine, TopUps, Act(account, 1), []);
        foreach (var (name, value, status, code) in new (string, JsonNode?, int, string)[]
        {
            ("account", new JsonObject(), 400, "api.missing"), ("paymentMethod", null, 400, "api.missing"), ("totalAmount", new JsonObject { ["unit"] = "CNY" }, 400, "api.missing"),
            ("totalAmount", Json(new { unit = "EUR", value = 1 }), 422, "api.currency"), ("totalAmount", Json(Yuan(0.001m)), 422, "api.amount"), ("totalAmount", Json(Yuan(-1)), 422, "payment.amount_not_positive"),
            ("totalAmount", Json(Yuan(0)), 422, "payment.amount_not_positive"), ("totalAmount", Json(Yuan(80_000_000_000_000m)), 422, "bucket.amount_wrong"), ("account", Json(new { id = "nobody" }), 422, "account.not_found"),
            ("paymentItem", new JsonArray(Json(new { item = new { id = Guid.CreateVersion7() } })), 422, "bill.not_found"), ("correlatorId", new string('x', 101), 422, "request.key_wrong"),
            ("authorizationCode", new string('x', 101), 422, "record.too_long"),
        })
        {
            var wrong = (JsonObject)payment.DeepClone();
            wrong[name] = value?.DeepClone();
            Assert.Equal(code, (await machine.PostAsync(Payments, wrong)).ErrorCode((HttpStatusCode)status));
        }
        var noReason = Act(account, 1);
        noReason.Remove("reason");
        noReason.Remove("description");
        Assert.Equal("balance.reason_needed", (await machine.PostAsync(Adjustments, noReason)).ErrorCode(HttpStatusCode.UnprocessableEntity));
        Assert.Empty((await machine.GetAsync($"{Payments}?account.id={account}")).List);
        Assert.Empty((await machine.GetAsync($"{Buckets}?partyAccount.id={account}")).List);

        using var cashier = await ApiClient.MachineAsync(hall.Hall, "balance.write", "balance.read");
        Assert.Equal(HttpStatusCode.Created, (await cashier.PostAsync(TopUps, Act(account, 1))).Status);
        Assert.Equal("permission.missing", (await cashier.PostAsync(Adjustments, Act(account, 1))).ErrorCode(HttpStatusCode.Forbidden));
        Assert.Equal("api.scope", (await cashier.PostAsync(Payments, payment)).ErrorCode(HttpStatusCode.Forbidden));
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task A_person_sees_and_pays_what_is_theirs()
    {
        using var zhang = await ApiClient.PersonAsync(hall.Hall, "13300000001");
        using var other = await ApiClient.PersonAsync(hall.Hall, "18900000066");
        var (mine, theirs) = ((await zhang.GetAsync(Buckets)).List, (await other.GetAsync(Buckets)).Ids.ToArray());
        Assert.NotEmpty(mine);
        Assert.NotEmpty(theirs);
        var account = mine[0]!["partyAccount"]!["id"]!.GetValue<string>();
        await machine.CreateAsync(TopUps, Act(account, 1));
        await machine.CreateAsync(Adjustments, Act(account, 1));
        await machine.CreateAsync(Reservations, Act(account, 1));
        await machine.CreateAsync(Payments, new { account = new { id = account }, totalAmount = Yuan(1), paymentMethod = new { name = "cash" } });
        await machine.CreateAsync(Refunds, new { account = new { id = account }, totalAmount = Yuan(0.5m), paymentMethod = new { name = "cash" } });
        foreach (var path in (string[])[Buckets, TopUps, Adjustments, Reservations, Payments, Refunds])
        {
            var own = (await zhang.GetAsync(path + "?limit=1000")).Ids.ToArray();
            Assert.NotEmpty(own);
            Assert.Empty(own.Intersect((await other.GetAsync(path + "?limit=1000")).Ids));
            Assert.True((await machine.GetAsync(path + "?limit=1000")).List.Count >= own.Length);
            Assert.Equal("api.not_found", (await other.GetAsync($"{path}/{own[0]}")).ErrorCode(HttpStatusCode.NotFound));
            Assert.Empty((await other.GetAsync($"{path}?id={own[0]}")).List);
            Assert.Equal(HttpStatusCode.OK, (await zhang.GetAsync($"{path}/{own[0]}")).Status);
        }
        foreach (var path in (string[])[Buckets, TopUps, Adjustments, Reservations]) Assert.Equal("api.scope", (await zhang.PostAsync(path, Act(account, 1))).ErrorCode(HttpStatusCode.Forbidden));

        var pay = Json(new { account = new { id = account }, totalAmount = Yuan(1), paymentMethod = new { name = "wallet" }, correlatorId = "my-app-0001", name = "from my app" });
        Assert.Equal("account.not_found", (await other.PostAsync(Payments, pay)).ErrorCode(HttpStatusCode.UnprocessableEntity));
        var started = await zhang.PostAsync(Payments, pay);
        Assert.Equal((HttpStatusCode.Created, "pending", "from my app"), (started.Status, started.Thing["status"]?.GetValue<string>(), started.Thing["name"]?.GetValue<string>()));
        Assert.Contains("rel=\"payment\"", started.Header("Link"), StringComparison.Ordinal);
        Assert.Equal(IdOf(started.Thing), IdOf((await zhang.PostAsync(Payments, pay)).Thing));
        Assert.Equal("payment.bill_needed", (await zhang.PostAsync(Payments, new { account = new { id = account }, totalAmount = Yuan(1), paymentMethod = new { name = "balance" } })).ErrorCode(HttpStatusCode.UnprocessableEntity));
        Assert.Equal("refund.line_live", (await zhang.PostAsync(Refunds, new { account = new { id = account }, totalAmount = Yuan(1), paymentMethod = new { name = "wallet" } })).ErrorCode(HttpStatusCode.Conflict));
        Assert.Empty(hall.Hall.Faults);
    }
}
