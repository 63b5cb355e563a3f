using Microsoft.Extensions.Options;

namespace Wangting.Billing;

/// <summary>Where gateways send payers and notifications: the doors in Channels map these same paths.</summary>
public sealed class PaymentAddresses(IOptions<PaymentOptions> options)
{
    public const string ReturnPath = "/payments/{id:guid}/return";
    public const string NotifyPath = "/gateway/{gateway}/notify";

    readonly PaymentOptions settings = options.Value;

    /// <summary>The hall's own address when none is configured: good for one machine, and said in <c>docs/operating.md</c>.</summary>
    static readonly Uri Here = new("http://localhost:5180");

    public Uri ReturnTo(Guid payment) => new(settings.PublicAddress ?? Here, $"/payments/{payment:D}/return");

    public Uri NotifyTo(string gateway) => new(settings.NotifyAddress ?? settings.PublicAddress ?? Here, $"/gateway/{gateway}/notify");
}
