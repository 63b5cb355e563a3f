using System.ComponentModel.DataAnnotations;

namespace Wangting.Billing;

/// <summary>How payments are taken. Section <c>Payments</c>.</summary>
public sealed class PaymentOptions
{
    /// <summary>The address under which payers and gateways reach this hall, such as <c>https://hall.example.org</c>.</summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>Where a gateway sends its notifications, when that is not <see cref="PublicAddress"/>.</summary>
    public Uri? NotifyAddress { get; set; }

    /// <summary>The most one payment may be, in minor units.</summary>
    [Range(1, 1_000_000_000_000, ErrorMessage = "Payments:Most is 1 to 1000000000000 minor units (分).")]
    public long Most { get; set; } = 5_000_000;

    /// <summary>How long an intent may wait for its payer before it is given up.</summary>
    [Range(1, 1440, ErrorMessage = "Payments:ExpireMinutes is 1 to 1440.")]
    public int ExpireMinutes { get; set; } = 35;

    /// <summary>How long after an intent the gateway is first asked by ourselves; then ever more seldom.</summary>
    [Range(1, 3600, ErrorMessage = "Payments:ReconcileSeconds is 1 to 3600.")]
    public int ReconcileSeconds { get; set; } = 20;

    public SandboxPaymentOptions Sandbox { get; set; } = new();
}

/// <summary>The sandbox gateway (<c>docs/gateway.md</c>). Section <c>Payments:Sandbox</c>; without an address it is off.</summary>
public sealed class SandboxPaymentOptions
{
    public Uri? Address { get; set; }
    public string Merchant { get; set; } = "wangting";
    public string Secret { get; set; } = "";
}
