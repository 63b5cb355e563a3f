using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.ChannelTests.Web;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Journeys;

internal static class SellingVouchers
{
    /// <returns>The code of one of 50.00, sold.</returns>
    public static Task<string> SellVoucherAsync(this RunningHall hall, string batch) => hall.InScopeAsync(async s =>
    {
        var ct = TestContext.Current.CancellationToken;
        using var codes = new StringWriter();
        Assert.True((await s.GetRequiredService<MakeVouchersHandler>().HandleAsync(new(batch, 1, new Money(5_000), DateOnly.FromDateTime(hall.Clock.GetUtcNow().DateTime).AddYears(1)), codes, Caller.System, ct)).Succeeded);
        Assert.True((await s.GetRequiredService<ActivateVouchersHandler>().HandleAsync(new(batch), Caller.System, ct)).Succeeded);
        return codes.ToString().Trim().Split(',')[^1];
    });
}
