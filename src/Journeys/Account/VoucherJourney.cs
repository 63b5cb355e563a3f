using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Tops up an account with a voucher. The code is looked up when it is confirmed and not before: each look is one of
/// few tries.</summary>
internal sealed class VoucherJourney(Reach reach, ListPayable list, RedeemVoucherHandler redeem, ViewRedeemed view) : IJourneyWork
{
    public static Journey Form { get; } = new()
    {
        Name = "voucher",
        Submits = nameof(RedeemVoucher),
        Words = ["充值卡", "卡密", "CZK", "voucher", "scratchcard"],
        DialCode = "*106#",
        Fields =
        [
            new("account", FieldKind.Choice) { TakesOnlyOption = true },
            new("code", FieldKind.Text)
            {
                Digits = true, MostCharacters = 40, AutoComplete = "off",
                Check = static (typed, _) => RedeemVoucherHandler.NotACode(typed),
            },
        ],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        if (part == Part.Answer) return (await view.HandleAsync(filled.Id(Part.Reference), caller, ct)).Match<Outcome<Facts>>(seen => Said(seen), why => why);
        if (part == "code") return Facts.None;
        var only = await reach.AccountAsync(caller, ct);
        var accounts = (await list.HandleAsync(caller, ct)).Where(p => only is null || p.AccountId == only).ToArray();
        if (part == "account") return accounts.Length == 0 ? Refusal.NotFound("journey.nothing_payable") : new Facts { Options = [.. accounts.Select(a => new Option(a.Number, Text.Plain(a.Name ?? a.Number), Words: [a.Number]))] };
        var account = accounts.FirstOrDefault(a => a.Number == filled["account"]);
        return account is null ? Refusal.NotFound("account.not_found") : Summary(account, filled["code"]!);
    }

    public async Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct) =>
        (await redeem.HandleAsync(new RedeemVoucher(filled["account"]!, filled["code"], key), caller, ct)).Match<Outcome<Submitted>>(id => new Submitted(id.ToString("N")), why => why);

    static Facts Summary(Payable account, string code) => new()
    {
        Lines =
        [
            new(Text.Of("journey.voucher.account_line"), Text.Plain(account.Name is null ? account.Number : $"{account.Name} {account.Number}")),
            // What is confirmed is kept for years; the code is money, and is not.
            new(Text.Of("journey.voucher.code_line"), Text.Of("journey.voucher.ends_in", ("digits", RedeemVoucherHandler.EndOf(code))), Tone.Main),
        ],
        Notes = [Text.Of(account.Outstanding.IsPositive ? "journey.voucher.not_to_bill" : "journey.voucher.at_once"), Text.Of("journey.voucher.no_undo")],
        Act = Text.Of("journey.voucher.act"),
    };

    static Facts Said(RedeemedVoucher seen) => new()
    {
        Title = Text.Of("journey.voucher.done", ("amount", seen.Amount)),
        Lines =
        [
            new(Text.Of("journey.voucher.amount_line"), Values.Of(seen.Amount), Tone.Main),
            new(Text.Of("journey.voucher.account_line"), Text.Plain(seen.AccountNumber)),
            .. seen.Promotional ? [new Line(Text.Of("journey.voucher.into"), Text.Of("journey.voucher.gift"))] : Array.Empty<Line>(),
            .. seen.UseBefore is { } end ? [new Line(Text.Of("journey.voucher.use_before"), Text.Of("journey.voucher.moment", ("at", end)))] : Array.Empty<Line>(),
        ],
        Onward = [new(BalanceJourney.Form.Name, Text.Of("journey.balance.title"))],
    };
}
