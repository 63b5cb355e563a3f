using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Which accounts another system owns.</summary>
public sealed class Mirrored(PortalDbContext db, IOptions<MirrorOptions> options)
{
    /// <summary>The owner's id of an account; null when the account is ours. Asks nothing where nothing is mirrored.</summary>
    public async Task<string?> OwnersIdAsync(Guid account, CancellationToken ct) => !options.Value.IsOn ? null
        : await SourcedAccounts.Of(db, options.Value.System!).Where(a => a.Id == account).Select(a => a.ExternalId).SingleOrDefaultAsync(ct);

    /// <summary>Those of the accounts that another system owns.</summary>
    public async Task<IReadOnlySet<Guid>> AmongAsync(IReadOnlyCollection<Guid> accounts, CancellationToken ct) => !options.Value.IsOn || accounts.Count == 0 ? new HashSet<Guid>()
        : await SourcedAccounts.Of(db, options.Value.System!).Where(a => accounts.Contains(a.Id)).Select(a => a.Id).ToHashSetAsync(ct);
}
