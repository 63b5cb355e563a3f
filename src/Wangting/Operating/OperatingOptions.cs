using System.ComponentModel.DataAnnotations;

namespace Wangting.Operating;

/// <summary>Section <c>Operating</c>.</summary>
public sealed class OperatingOptions
{
    /// <summary>Where traces and metrics go (OTLP over gRPC), such as <c>http://collector:4317</c>. Nothing leaves when not set.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>After the signal to stop, for so long everything is still served while <c>/health/ready</c> says no: a
    /// balancer needs to see it. Nothing in front: 0.</summary>
    [Range(0, 120, ErrorMessage = "Operating:DrainSeconds is 0 to 120.")] public int DrainSeconds { get; set; }

    /// <summary>How long requests under way may take after that.</summary>
    [Range(1, 600, ErrorMessage = "Operating:StopSeconds is 1 to 600.")] public int StopSeconds { get; set; } = 30;

    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) of proxies whose word on the caller's address and scheme is taken,
    /// beside this machine's own. A stranger's word would unlock the limits that count by address.</summary>
    public List<string> TrustedProxies { get; } = [];

    /// <summary>Log lines as JSON, one a line; without it, for people.</summary>
    public bool JsonLogs { get; set; }
}
