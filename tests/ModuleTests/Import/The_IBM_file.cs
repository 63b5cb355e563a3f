using Microsoft.EntityFrameworkCore;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Import;

/// <summary>The 7,043 customers of docs/import.md, against the facts that stand beside the file.</summary>
public abstract class The_IBM_file(DatabaseKind kind) : ImportSuite(kind)
{
    static string File
    {
        get
        {
            var file = Path.Combine(Repository, "..", "shared", "data", "ibm-telco-churn", "WA_Fn-UseC_-Telco-Customer-Churn.csv");
            if (Environment.GetEnvironmentVariable("WANGTING_IBM_FILE") is { Length: > 0 } given) file = given;
            if (!System.IO.File.Exists(file)) Assert.Skip("The IBM file is not here: put it where docs/import.md says, or name it in WANGTING_IBM_FILE.");
            return file;
        }
    }

    [Fact]
    public async Task Comes_in_whole_and_to_the_cent()
    {
        var map = Path.Combine(Repository, "docs", "import", "ibm-telco-churn.map.json");
        var done = (await ImportAsync("customers", File, map)).Value;

        Assert.Equal(7043, done.Totals.Rows);
        Assert.Equal(0, done.Totals.RowsWithRejects);
        Assert.Equal(7043, done.Totals.Kinds["customers"].Added);
        Assert.Equal(10, done.Totals.Kinds["offers"].Added);
        Assert.Equal(new Dictionary<string, decimal> { ["monthly amount"] = 45611660m, ["to-date amount"] = 1605616870m }, done.Totals.Kinds["charges"].Sums);

        await InDatabaseAsync(async db =>
        {
            Assert.Equal(7043, await db.Set<Party>().CountAsync(Ct));
            Assert.Equal(0, await db.Set<Party>().CountAsync(p => p.Name != null, Ct));
            Assert.Equal(7043, await db.Set<Account>().Select(a => a.CustomerId).Distinct().CountAsync(Ct));
            Assert.Equal(45611660, await db.Set<StatedCharge>().Where(c => c.Kind == StatedChargeKind.Monthly).SumAsync(c => (long)(object)c.Amount, Ct));
            Assert.Equal(1605616870, await db.Set<StatedCharge>().Where(c => c.Kind == StatedChargeKind.ToDate).SumAsync(c => (long)(object)c.Amount, Ct));
            // Eleven totals are blank: not known, and no record says zero.
            Assert.Equal(7043 - 11, await db.Set<StatedCharge>().CountAsync(c => c.Kind == StatedChargeKind.ToDate, Ct));

            var contracts = await db.Set<Contract>().GroupBy(c => c.TermMonths).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, Ct);
            Assert.Equal(new Dictionary<int, int> { [0] = 3875, [12] = 1473, [24] = 1695 }, contracts);
            var methods = await db.Set<PaymentMethod>().GroupBy(m => m.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, Ct);
            Assert.Equal(new Dictionary<PaymentMethodKind, int>
            {
                [PaymentMethodKind.ElectronicCheque] = 2365, [PaymentMethodKind.Cheque] = 1612, [PaymentMethodKind.BankTransfer] = 1544, [PaymentMethodKind.Card] = 1522,
            }, methods);
            Assert.Equal(1544 + 1522, await db.Set<PaymentMethod>().CountAsync(m => m.Automatic, Ct));

            var products = await (from product in db.Set<Product>()
                                  join version in db.Set<OfferVersion>() on product.OfferVersionId equals version.Id
                                  join offer in db.Set<Offer>() on version.OfferId equals offer.Id
                                  group product by offer.Code into g
                                  select new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, Ct);
            Assert.Equal(2421, products["dsl"]);
            Assert.Equal(3096, products["fiber"]);
            Assert.Equal(2421 + 3096, await db.Set<Line>().CountAsync(l => l.Kind == LineKind.Broadband, Ct));
            // No number is in the file, so no line has one.
            Assert.Equal(0, await db.Set<Tenure>().CountAsync(Ct));

            var senior = await db.Set<Party>().Select(p => p.Attributes).ToListAsync(Ct);
            Assert.Equal(1142, senior.Count(a => a["senior"] == "yes"));
            Assert.Equal(1869, senior.Count(a => a["churned"] == "yes"));
        });

        var again = (await ImportAsync("customers", File, map)).Value;
        Assert.All(again.Totals.Kinds.Values, k => Assert.Equal((0, 0, 0), (k.Added, k.Updated, k.Refused)));
        Assert.Equal(7043, again.Totals.Kinds["customers"].Unchanged);
        Assert.Equal(done.Totals.Kinds["charges"].Sums, again.Totals.Kinds["charges"].Sums);
    }
}

public sealed class The_IBM_file_on_SQLite() : The_IBM_file(DatabaseKind.Sqlite);
public sealed class The_IBM_file_on_PostgreSQL() : The_IBM_file(DatabaseKind.Postgres);
