using System.CommandLine;
using System.Globalization;
using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.Commands;

/// <summary><c>wangting voucher make|list|activate|block</c>: batches of vouchers, from the printer to the till.</summary>
internal static class Voucher
{
    public static Command Command() => new("voucher", "Batches of vouchers.") { Make(), List(), Activate(), Block() };

    static Command Make()
    {
        var batch = new Option<string>("--batch") { Description = "What the batch is called.", Required = true };
        var count = new Option<int>("--count") { Description = "How many.", Required = true };
        var amount = new Option<string>("--amount") { Description = "Of each, in main units, such as 50 or 50.00.", Required = true };
        var until = new Option<string>("--valid-until") { Description = "The last day to redeem one, as 2027-12-31.", Required = true };
        var file = new Option<string>("--codes") { Description = "The file to write the codes to, this once; one that exists is never touched.", Required = true };
        var promotional = new Option<bool>("--promotional") { Description = "Given away: goes into a bucket of its own, is not refunded and not passed on." };
        var days = new Option<int?>("--days-to-use") { Description = "For how many days after redeeming promotional money may be used." };
        var make = new Command("make", "Make a batch and write its codes to a file that only you can read. They are worth nothing until it is activated.") { batch, count, amount, until, file, promotional, days };
        make.SetAction((parsed, ct) => DoAsync(async (services, texts) =>
        {
            if (!texts.Currency.TryRead(parsed.GetValue(amount), out var each)) return Refusal.Invalid("field.not_an_amount", "amount");
            if (!DateOnly.TryParseExact(parsed.GetValue(until), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)) return Refusal.Invalid("field.not_a_date", "valid-until");
            var path = parsed.GetValue(file)!;
            await using var codes = Open(path);
            Outcome<Guid> made;
            try
            {
                made = await services.GetRequiredService<MakeVouchersHandler>().HandleAsync(new(parsed.GetValue(batch)!, parsed.GetValue(count), each, last, parsed.GetValue(promotional), parsed.GetValue(days)), codes, Caller.System, ct);
            }
            catch
            {
                File.Delete(path);
                throw;
            }
            if (made.IsRefused(out var why, out _))
            {
                File.Delete(path);
                return why;
            }
            Console.WriteLine($"{parsed.GetValue(count)} codes are in {path}; they stand nowhere else. Next, when they are sold: wangting voucher activate \"{parsed.GetValue(batch)}\"");
            return Done.Yes;
        }, ct));
        return make;
    }

    static Command List()
    {
        var list = new Command("list", "The batches and what has been redeemed of them.");
        list.SetAction((_, ct) => DoAsync(async (services, texts) =>
        {
            if ((await services.GetRequiredService<ListVoucherBatches>().HandleAsync(Caller.System, ct)).IsRefused(out var why, out var batches)) return why;
            foreach (var batch in batches)
                Console.WriteLine($"{batch.Name}: {batch.State}, {batch.Redeemed} of {batch.Count} redeemed, {texts.Currency.Figure(batch.Amount, CultureInfo.InvariantCulture)} each{(batch.Promotional ? ", promotional" : "")}, until {batch.ValidUntil:yyyy-MM-dd}");
            return Done.Yes;
        }, ct));
        return list;
    }

    static Command Activate()
    {
        var batch = new Argument<string>("batch") { Description = "Its name." };
        var activate = new Command("activate", "Let its vouchers be redeemed.") { batch };
        activate.SetAction((parsed, ct) => DoAsync((services, _) => services.GetRequiredService<ActivateVouchersHandler>().HandleAsync(new(parsed.GetValue(batch)!), Caller.System, ct), ct));
        return activate;
    }

    static Command Block()
    {
        var batch = new Argument<string>("batch") { Description = "Its name." };
        var reason = new Option<string>("--reason") { Description = "Why; stands in the audit log.", Required = true };
        var block = new Command("block", "Let none of its vouchers be redeemed any more.") { batch, reason };
        block.SetAction((parsed, ct) => DoAsync((services, _) => services.GetRequiredService<BlockVouchersHandler>().HandleAsync(new(parsed.GetValue(batch)!, parsed.GetValue(reason)), Caller.System, ct), ct));
        return block;
    }

    // Written through to the disk: the codes must be there before the database says that they count.
    static StreamWriter Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.WriteThrough, BufferSize = 65_536 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try { return new StreamWriter(path, options); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { throw new SetupProblem($"No vouchers were made: {fault.Message}", fault); }
    }

    static async Task<int> DoAsync(Func<IServiceProvider, Texts, Task<Outcome<Done>>> act, CancellationToken ct)
    {
        using var host = Hall.BuildForCommand();
        await host.Services.PrepareAsync(migratePostgres: false, ct);
        await using var scope = host.Services.CreateAsyncScope();
        var texts = host.Services.GetRequiredService<Texts>();
        if (!(await act(scope.ServiceProvider, texts)).IsRefused(out var why, out _)) return 0;
        Console.Error.WriteLine(texts.Say("en", why));
        return 1;
    }
}
