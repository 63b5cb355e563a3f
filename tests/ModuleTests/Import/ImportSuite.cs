using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Import;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Resources;
using Wangting.Storage;
using Wangting.Subscriptions;
using Wangting.Tests;

namespace Wangting.ModuleTests.Import;

/// <summary>Files and maps in a folder of the scenario's own, brought in as the command line does.</summary>
public abstract class ImportSuite(DatabaseKind kind) : StorageSuite(kind), IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("wangting-import-").FullName;

    protected override void Register(IServiceCollection services) =>
        services.AddNotices().AddIdentity().AddCustomers().AddCatalogue().AddResources().AddSubscriptions().AddBilling().AddImport();

    protected string PathOf(string name) => Path.Combine(folder, name);

    protected async Task<string> WriteAsync(string name, string text, Encoding? encoding = null)
    {
        await File.WriteAllTextAsync(PathOf(name), text, encoding ?? new UTF8Encoding(false), Ct);
        return PathOf(name);
    }

    protected Task<Outcome<ImportDone>> ImportAsync(string kind, string file, string map, bool dryRun = false, IProgress<ImportProgress>? progress = null, CancellationToken? ct = null) =>
        InScopeAsync(s => s.GetRequiredService<RunImportHandler>().HandleAsync(
            new RunImport(kind, file, map, dryRun, PathOf("rejects.csv")), Caller.System with { Language = "en" }, progress, ct ?? Ct));

    protected async Task<string[]> RejectsAsync() => File.Exists(PathOf("rejects.csv")) ? (await File.ReadAllLinesAsync(PathOf("rejects.csv"), Ct))[1..] : [];

    /// <summary>The repository, for its documents and samples.</summary>
    internal static string Repository
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(at.FullName, "Wangting.slnx"))) at = at.Parent!;
            return at.FullName;
        }
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(folder, recursive: true);
    }
}
