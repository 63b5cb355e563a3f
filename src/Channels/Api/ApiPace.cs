using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>Section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>Requests a second that one person's tokens may make on one node; 0 is as many as they like.</summary>
    [Range(0, 100_000, ErrorMessage = "Api:PersonRequestsPerSecond is 0 to 100000.")] public int PersonRequestsPerSecond { get; set; } = 50;

    /// <summary>The same for one machine.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Api:MachineRequestsPerSecond is 0 to 1000000.")] public int MachineRequestsPerSecond { get; set; }
}

/// <summary>How fast one caller may ask of this node: so many in each second.</summary>
internal sealed class ApiPace(IOptions<ApiOptions> options, TimeProvider clock)
{
    sealed class Count
    {
        public long Second;
        public int Asked;
    }

    readonly ConcurrentDictionary<Guid, Count> counts = new();

    /// <returns>Seconds to wait, or null to go on.</returns>
    public int? Wait(Caller caller)
    {
        var most = caller.IsPerson ? options.Value.PersonRequestsPerSecond : options.Value.MachineRequestsPerSecond;
        if (most == 0) return null;
        var second = clock.GetUtcNow().ToUnixTimeSeconds();
        if (counts.Count > 100_000) counts.Clear(); // nobody is punished for it: a second begins anew
        var count = counts.GetOrAdd(caller.SubjectId, _ => new Count());
        lock (count)
        {
            if (count.Second != second) (count.Second, count.Asked) = (second, 0);
            return ++count.Asked > most ? 1 : null;
        }
    }
}
