using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Mirroring;

/// <summary>Accounts whose bills and money another hall owns.</summary>
static class OwnersAccounts
{
    public const string System = "legacy", Scopes = "account.read bill.read payment.read payment.write";

    static readonly string[] OfBilling = ["billing_allocations", "billing_ledger_entries", "billing_ledger_transactions", "billing_payments", "billing_bill_lines", "billing_bills", "billing_buckets"];

    /// <summary>As after an import of customers and accounts alone: nothing of bills and money is here yet.</summary>
    /// <param name="owners">Their ids there, by number.</param>
    public static async Task GiveAwayAsync(PortalDbContext db, IReadOnlyDictionary<string, string> owners)
    {
#pragma warning disable EF1002 // Names of tables, from above.
        foreach (var table in OfBilling) await db.Database.ExecuteSqlRawAsync($"DELETE FROM {table}");
#pragma warning restore EF1002
        foreach (var (number, id) in owners) await db.Database.ExecuteSqlAsync($"UPDATE customers_accounts SET source_system = {System}, source_id = {id}, source_version = '1' WHERE number = {number}");
    }

    /// <param name="wire">Where the owner's interfaces are asked.</param>
    /// <param name="tokens">Where its tokens are had.</param>
    public static Dictionary<string, string?> Settings(Uri wire, Uri tokens, string client, string? secret) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Mirror:System"] = System, ["Mirror:FreshSeconds"] = "1", ["Mirror:WaitMilliseconds"] = "1000", ["Mirror:TimeoutMilliseconds"] = "2000", ["Mirror:DoubtSeconds"] = "1",
        ["Mirror:CustomerBillManagement:PageSize"] = "2",
        ["Mirror:AccountManagement:Address"] = new Uri(wire, "/tmf-api/accountManagement/v4").AbsoluteUri,
        ["Mirror:CustomerBillManagement:Address"] = new Uri(wire, "/tmf-api/customerBillManagement/v4").AbsoluteUri,
        ["Mirror:PaymentManagement:Address"] = new Uri(wire, "/tmf-api/paymentManagement/v4/").AbsoluteUri,
        ["Mirror:Credentials:TokenEndpoint"] = new Uri(tokens, "/connect/token").AbsoluteUri,
        ["Mirror:Credentials:ClientId"] = client, ["Mirror:Credentials:ClientSecret"] = secret, ["Mirror:Credentials:Scope"] = Scopes,
    };
}
