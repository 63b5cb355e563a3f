using System.CommandLine;
using System.Runtime.InteropServices;
using Wangting.Bench;

// dotnet run -c Release --project bench [-- --only NAME --customers N]: one table, the product beside bare baselines.
Comparison[] all =
[
    new AskingBalance(), new ReadingHome(), new SigningIn(), new Paying(whole: false), new Paying(whole: true),
    new RatingUse(), new ComparingPlans(), new BillingAccounts(workers: 1), new BillingAccounts(workers: 2),
    new Generating(months: 0), new Generating(months: 3), new Importing(), new ImportingUsage(),
    new Starting(Starting.Figure.Start), new Starting(Starting.Figure.AtRest), new Starting(Starting.Figure.AfterLoad),
    new Growing(home: true), new Growing(home: false), // last: its province takes longest to make
];

var only = new Option<string[]>("--only") { Description = "Names of lines: " + string.Join(", ", all.Select(c => c.Name)) + ".", AllowMultipleArgumentsPerToken = true };
only.AcceptOnlyFromAmong([.. all.Select(c => c.Name)]);
var customers = new Option<int>("--customers") { Description = "Customers in the province that is asked.", DefaultValueFactory = _ => 10_000 };
var grown = new Option<int>("--grown") { Description = "Customers in the large province of the lines that show how cost grows.", DefaultValueFactory = _ => 1_000_000 };
var rounds = new Option<int>("--rounds") { Description = "Runs of each side; the median counts.", DefaultValueFactory = _ => 5 };
var hall = new Option<string?>("--hall") { Description = "Folder of a hall published before, to be measured instead of one published now." };
var root = new RootCommand("Measures Wangting beside bare baselines on this machine and its own PostgreSQL.") { only, customers, grown, rounds, hall };
root.SetAction(async (parsed, ct) =>
{
    if (OwnPostgres.Connection is not { } server) return await OwnPostgres.RunAgainUnderItAsync(args, ct);
    if (!RuntimeInformation.FrameworkDescription.StartsWith(".NET 10", StringComparison.Ordinal)) Console.WriteLine($"Note: measured on {RuntimeInformation.FrameworkDescription}.");
    await using var world = new World(server, parsed.GetValue(customers), parsed.GetValue(grown), parsed.GetValue(hall));
    var table = new ResultTable();
    foreach (var comparison in all.Where(c => parsed.GetValue(only) is not { Length: > 0 } names || names.Contains(c.Name)))
    {
        // A line that fails is said, and costs no other its figures.
        try { await using (comparison) table.Add(await comparison.MeasureAsync(world, parsed.GetValue(rounds), ct)); }
        catch (Exception fault) when (fault is not OperationCanceledException) { table.AddFailed(comparison, fault); }
    }
    table.Print();
    return table.HasFailed ? 1 : 0;
});
return await root.Parse(args).InvokeAsync();
