using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Sends money of an account's to somebody else's number.</summary>
internal sealed class TransferJourney(Reach reach, ListPayable payable, ListTransfers list, SendBalanceHandler send, IOptions<TransferOptions> rules) : IJourneyWork
{
    public static Journey Form { get; } = new()
    {
        Name = "transfer",
        Submits = nameof(SendBalance),
        Words = ["转话费", "余额转账", "ZHF", "transfer", "send"],
        DialCode = "*109#",
        Fields =
        [
            new("account", FieldKind.Choice) { TakesOnlyOption = true, Needs = Assurance.Proven, Within = SendBalanceHandler.ProofAge },
            new("to", FieldKind.Phone) { AutoComplete = "off" },
            new("amount", FieldKind.Amount) { After = ["account"] },
        ],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        if (part == Part.Answer) return (await list.SentAsync(filled.Id(Part.Reference), caller, ct)) is [var sent] ? Said(sent) : Refusal.NotFound("transfer.not_found");
        if (part == "to") return Facts.None;
        // Of whoever holds the phone, the account of its line alone.
        var only = await reach.AccountAsync(caller, ct);
        var number = only is null ? null : (await payable.HandleAsync(caller, ct)).FirstOrDefault(p => p.AccountId == only)?.Number ?? "";
        var accounts = (await list.AccountsAsync(caller, ct)).Where(a => number is null || a.Number == number).ToArray();
        if (part == "account")
            return accounts.Length == 0 ? Refusal.NotFound("transfer.no_account")
                : !accounts[0].Free.IsPositive ? Refusal.Conflict("transfer.too_little", ("available", Money.Zero))
                : new Facts { Options = [.. accounts.Where(a => a.Free.IsPositive).Select(a => new Option(a.Number, Text.Plain(a.Name ?? a.Number), Text.Of("journey.transfer.free", ("amount", a.Free)), [a.Number]))] };
        if (accounts.FirstOrDefault(a => a.Number == filled["account"]) is not { } from) return Refusal.NotFound("account.not_found");
        return part == "amount" ? new Facts { Least = new(rules.Value.Least), Most = Money.Min(from.Free, new(rules.Value.Most)) } : Summary(from, filled["to"]!, filled.Money("amount"));
    }

    public async Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct) =>
        (await send.HandleAsync(new SendBalance(filled["account"]!, filled["to"]!, filled.Money("amount"), key), caller, ct)).Match<Outcome<Submitted>>(id => new Submitted(id.ToString("N")), why => why);

    Facts Summary(SendingAccount from, string to, Money amount) => new()
    {
        Title = Text.Of("journey.transfer.check", ("amount", amount)),
        Lines =
        [
            new(Text.Of("journey.transfer.to_line"), Text.Plain(Shown(to)), Tone.Main),
            new(Text.Of("journey.transfer.amount_line"), Values.Of(amount), Tone.Main),
            new(Text.Of("journey.transfer.from_line"), Text.Plain(from.Name is null ? from.Number : $"{from.Name} {from.Number}")),
            new(Text.Of("journey.transfer.after"), Values.Of(from.Free - amount)),
        ],
        Notes = [Text.Of("journey.transfer.undo", ("minutes", rules.Value.UndoMinutes)), Text.Of("journey.transfer.stays")],
        Act = Text.Of("journey.transfer.act", ("amount", amount)),
    };

    static Facts Said(SentBalance sent) => new()
    {
        Title = Text.Of(sent.Undone ? "journey.transfer.undone" : "journey.transfer.done", ("amount", sent.Amount)),
        Lines = [new(Text.Of("journey.transfer.to_line"), Text.Plain(Shown(sent.ToNumber))), new(Text.Of("journey.transfer.amount_line"), Values.Of(sent.Amount), Tone.Main)],
        Notes = sent.UndoUntil is { } until ? [Text.Of("journey.transfer.until", ("at", until))] : [],
        Onward = sent.UndoUntil is null ? [] : [new(TakeBackJourney.Form.Name, Text.Of("journey.takeback.title"), new Dictionary<string, string> { ["transfer"] = sent.Id.ToString("N") })],
    };

    internal static string Shown(string number) => new ServiceIdentifier(IdentifierKind.Mobile, number).Shown;
}
