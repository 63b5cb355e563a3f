using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Wangting.Kernel;

/// <summary>What the system tells about its own running: one source of traces and one meter, both named <c>Wangting</c>.
/// Tags are codes and kinds, never ids of people.</summary>
public static class Signals
{
    public const string Name = "Wangting";

    public static readonly ActivitySource Traces = new(Name);

    static readonly Meter Meter = new(Name);

    /// <summary>Messages handed to their handler; tag <c>type</c>.</summary>
    public static readonly Counter<long> Delivered = Meter.CreateCounter<long>("wangting.outbox.delivered");

    /// <summary>Attempts that failed; tag <c>type</c>.</summary>
    public static readonly Counter<long> Failed = Meter.CreateCounter<long>("wangting.outbox.failed");

    /// <summary>Messages given up and waiting for a person; tag <c>type</c>.</summary>
    public static readonly Counter<long> Parked = Meter.CreateCounter<long>("wangting.outbox.parked");

    /// <summary>Seconds between due and done; tag <c>type</c>.</summary>
    public static readonly Histogram<double> Delay = Meter.CreateHistogram<double>("wangting.outbox.delay", "s");

    /// <summary>Payments that came to an end; tags <c>state</c> and <c>gateway</c>.</summary>
    public static readonly Counter<long> Payments = Meter.CreateCounter<long>("wangting.payments.ended");
}
