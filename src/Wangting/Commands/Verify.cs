using System.CommandLine;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary><c>wangting verify …</c>: checks that what is stored is what was written. Exit code 1 when it is not.</summary>
internal static class Verify
{
    public static Command Command()
    {
        var kept = new Option<FileInfo?>("--heads") { Description = "A file of what `wangting audit heads` printed, kept elsewhere." };
        var audit = new Command("audit", "Walk the audit log's hash chain.") { kept };
        audit.SetAction(async (parsed, ct) =>
        {
            var heads = Audit.ReadHeads(parsed.GetValue(kept));
            using var host = Hall.BuildForCommand();
            await using var scope = host.Services.CreateAsyncScope();
            var verdict = await scope.ServiceProvider.GetRequiredService<VerifyAudit>().HandleAsync(heads, ct);
            Console.WriteLine($"{verdict.Checked} rows in order, head {verdict.HeadHash}; {verdict.Unsealed} not sealed yet.");
            if (verdict.Broken is null) return 0;
            Console.Error.WriteLine($"Broken at row {verdict.Broken.Sequence} ({verdict.Broken.Id?.ToString() ?? "absent"}): {verdict.Broken.Why}.");
            return 1;
        });
        var ledger = new Command("ledger", "Prove that balances, bills and payments are what the ledger's entries add up to.");
        ledger.SetAction(async (_, ct) =>
        {
            using var host = Hall.BuildForCommand();
            await using var scope = host.Services.CreateAsyncScope();
            var verdict = (await scope.ServiceProvider.GetRequiredService<VerifyLedger>().HandleAsync(Caller.System, ct)).Value;
            Console.WriteLine($"{verdict.Transactions} transactions, {verdict.Bills} bills, {verdict.Buckets} buckets, {verdict.Payments} payments.");
            if (verdict.Wrong is not { } wrong) return 0;
            Console.Error.WriteLine($"Disagrees at {wrong.Kind} {wrong.Id}: {wrong.Stored} is stored, the entries say {wrong.Proved} (minor units).");
            return 1;
        });
        return new Command("verify", "Check what is stored.") { audit, ledger };
    }
}
