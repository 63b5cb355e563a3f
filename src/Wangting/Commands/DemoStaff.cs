using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Commands;

/// <summary>The demo's administrator: enrols like everybody else, with a one-time password of this start.</summary>
internal static class DemoStaff
{
    /// <returns>Null when the demo goes on with the data of the last time, where there is one already.</returns>
    public static async Task<NewStaff?> AddAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MakeStartingRoles>().HandleAsync(ct);
        var outcome = await scope.ServiceProvider.GetRequiredService<AddStaffHandler>().HandleAsync(new("admin", "演示管理员", [MakeStartingRoles.Administrator]), Caller.System, ct);
        return outcome.Succeeded ? outcome.Value : null;
    }
}
