using System.CommandLine;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary><c>wangting catalogue list|publish|withdraw|rollback</c>: what is on sale. Who has a version keeps it, whatever is
/// done here.</summary>
internal static class CatalogueSales
{
    public static Command List()
    {
        var command = new Command("list", "Every offer with its versions and their state.") { Words.Option };
        command.SetAction((parsed, ct) => CatalogueCommand.InHallAsync(parsed, async (host, services) =>
        {
            var texts = services.GetRequiredService<Texts>();
            var language = Words.Language(parsed);
            foreach (var offer in (await services.GetRequiredService<ListCatalogueHandler>().HandleAsync(Caller.System, ct)).Value)
            {
                Console.WriteLine($"{offer.Code}  {offer.Name.In(language)}");
                foreach (var version in offer.Versions)
                    Console.WriteLine("  " + texts.Say(language, version.OnSaleTo is null ? "catalogue.line" : "catalogue.line_to",
                        ("number", version.Number), ("state", StateOf(texts, language, version)), ("from", version.OnSaleFrom), ("to", version.OnSaleTo), ("tariff", version.TariffNumber ?? "–")));
            }
            return 0;
        }, ct));
        return command;
    }

    static string StateOf(Texts texts, string language, CatalogueVersion version) =>
        texts.Say(language, "catalogue.state." + (version.State == OfferVersionState.Published && !version.IsOnSale ? "NotNow" : version.State.ToString()));

    public static Command Publish()
    {
        var codes = new Argument<string[]>("code") { Description = "Codes of offers whose waiting versions go on sale.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Everything that waits." };
        var number = new Option<int?>("--number") { Description = "This version, of one offer." };
        var preview = new Option<bool>("--preview") { Description = "Show it to staff only, of one offer." };
        var command = new Command("publish", "Put versions on sale from their day on.") { codes, all, number, preview, Words.Option };
        command.Validators.Add(result =>
        {
            var named = result.GetValue(codes)?.Length ?? 0;
            if (result.GetValue(all) ? named > 0 : named == 0) result.AddError("Name offers, or give --all.");
            if (named != 1 && (result.GetValue(number) is not null || result.GetValue(preview))) result.AddError("--number and --preview are about one offer.");
        });
        command.SetAction((parsed, ct) => CatalogueCommand.InHallAsync(parsed, async (host, services) =>
        {
            if (parsed.GetValue(number) is null && !parsed.GetValue(preview)) return await PublishAsync(host, parsed, services, parsed.GetValue(all) ? null : parsed.GetValue(codes), ct);
            var one = new PublishVersion(parsed.GetValue(codes)![0], parsed.GetValue(number), parsed.GetValue(preview));
            if ((await services.GetRequiredService<PublishVersionHandler>().HandleAsync(one, ByHand, ct)).IsRefused(out var why, out var done)) return CatalogueCommand.Say(host, parsed, [why]);
            if (one.Preview) Words.Say(host, parsed, "catalogue.previewed", ("offer", done.Code), ("number", done.Number));
            else Say(host, parsed, done);
            return 0;
        }, ct));
        return command;
    }

    internal static async Task<int> PublishAsync(IHost host, ParseResult parsed, IServiceProvider services, IReadOnlyCollection<string>? codes, CancellationToken ct)
    {
        if ((await services.GetRequiredService<PublishWaitingHandler>().HandleAsync(new(codes), ByHand, ct)).IsRefused(out var why, out var done)) return CatalogueCommand.Say(host, parsed, [why]);
        foreach (var one in done) Say(host, parsed, one);
        if (done.Count == 0) Words.Say(host, parsed, "catalogue.none_waits");
        return 0;
    }

    public static Command Withdraw()
    {
        var (code, number) = (Code(), new Argument<int>("number") { Description = "Of the version." });
        var command = new Command("withdraw", "Take a version off sale.") { code, number, Words.Option };
        command.SetAction((parsed, ct) => CatalogueCommand.InHallAsync(parsed, async (host, services) =>
        {
            if ((await services.GetRequiredService<WithdrawVersionHandler>().HandleAsync(new(parsed.GetValue(code)!, parsed.GetValue(number)), ByHand, ct)).Refusal is { } why) return CatalogueCommand.Say(host, parsed, [why]);
            Words.Say(host, parsed, "catalogue.withdrawn", ("offer", parsed.GetValue(code)), ("number", parsed.GetValue(number)));
            return 0;
        }, ct));
        return command;
    }

    public static Command RollBack()
    {
        var code = Code();
        var command = new Command("rollback", "Take an offer's newest version off sale and put the one before it back on.") { code, Words.Option };
        command.SetAction((parsed, ct) => CatalogueCommand.InHallAsync(parsed, async (host, services) =>
        {
            if ((await services.GetRequiredService<RollBackHandler>().HandleAsync(new(parsed.GetValue(code)!), ByHand, ct)).IsRefused(out var why, out var done)) return CatalogueCommand.Say(host, parsed, [why]);
            Words.Say(host, parsed, "catalogue.rolled_back", ("offer", done.Code), ("number", done.Number), ("back", done.Back));
            return 0;
        }, ct));
        return command;
    }

    static Caller ByHand => Caller.System with { Channel = Channel.Terminal };

    static Argument<string> Code() => new("code") { Description = "Of the offer." };

    static void Say(IHost host, ParseResult parsed, VersionPublished done) =>
        Words.Say(host, parsed, done.Ended is null ? "catalogue.published" : "catalogue.published_after", ("offer", done.Code), ("number", done.Number), ("from", done.OnSaleFrom), ("ended", done.Ended));
}
