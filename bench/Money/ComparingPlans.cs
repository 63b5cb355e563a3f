using System.Diagnostics;
using Wangting.Billing.Rating;

namespace Wangting.Bench;

/// <summary>A customer's last three months, three thousand events in all, billed under sixty plans on one core.</summary>
internal sealed class ComparingPlans : Comparison
{
    const int Customers = 100, Plans = 60;
    readonly Compared compared = new(MixedUse.Zones, MixedUse.Clock, [.. Enumerable.Range(1, Plans).Select(n => new PlanOnSale(new Guid(n, 0, 0, new byte[8]), MixedUse.Plan(n)))]);
    (BillInput[] Months, ComparedLine Line)[] customers = [];

    public override string Name => "compare";
    public override string What => "customers whose three months are billed under 60 plans, on a core, against the stated 300";
    public override string Unit => "customers/min";
    public override (double Meaningful, double Aim)? Limits => (1, 16.7);

    protected override Task PrepareAsync(World world, CancellationToken ct)
    {
        var tariffs = Enumerable.Range(1, 20).Select(n => new Tariff(MixedUse.Plan(n), MixedUse.Zones)).ToArray();
        customers = [.. Enumerable.Range(0, Customers).Select(i =>
        {
            var held = MixedUse.Held(i, tariffs[i % tariffs.Length]);
            BillInput[] months = [.. Enumerable.Range(8, 3).Select(month => new BillInput
            {
                Period = BillingPeriod.Month(2026, month), Next = BillingPeriod.Month(2026, month + 1), Lines = [(held.Product, 0)], Accounts = 1, Products = [held], Taxes = MixedUse.Taxes, Events = MixedUse.Month(i, month, 1_000),
            })];
            return (months, new ComparedLine(0, new HashSet<Guid> { held.Product }, new HashSet<Guid>(), held));
        })];
        return Task.CompletedTask;
    }

    protected override Task<Run> OursAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        foreach (var (months, line) in customers)
            if (compared.Of(months, line).Plans.Count != Plans) throw new InvalidOperationException("A plan is missing.");
        return Task.FromResult(new Run(Customers / watch.Elapsed.TotalMinutes, null));
    }

    protected override Task<Run> BareAsync(CancellationToken ct) => Task.FromResult(new Run(300, null));
}
