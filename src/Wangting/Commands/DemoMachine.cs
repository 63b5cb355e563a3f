using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary>The demo's program: a client with every scope of the interfaces, to try them with. (Embedding needs a desk of its own.)</summary>
internal static class DemoMachine
{
    public static async Task<NewClient> AddAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<AddClientHandler>().HandleAsync(new("Demo", ClientKind.Machine, [.. TokenScopes.OfMachines.Except([TokenScopes.Embed]).Order(StringComparer.Ordinal)]), Caller.System, ct)).Value;
    }
}
