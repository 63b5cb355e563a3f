using System.Diagnostics.Metrics;
using Wangting.Kernel;

namespace Wangting.Notices;

internal static class NoticeSignals
{
    static readonly Meter Meter = new(Signals.Name);

    /// <summary>What gateways reported of messages they had taken; tag <c>arrival</c>.</summary>
    public static readonly Counter<long> Arrivals = Meter.CreateCounter<long>("wangting.notices.arrivals");
}
