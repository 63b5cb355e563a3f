using Microsoft.Extensions.Options;

namespace Wangting.Billing;

/// <summary>Where gateways send payers and notifications: the doors in Channels map these same paths.</summary>
public sealed class PaymentAddresses(IOptions<PaymentOptions> options)
{
    public const string ReturnPath = "/payments/{id:guid}/return";
    public const string AgreedPath = "/auto-pay/{id:guid}/return";
    public const string NotifyPath = "/gateway/{gateway}/notify";

    readonly PaymentOptions settings = options.Value;

    // Asked for at start when a gateway is on (PaymentServices).
    Uri Public => settings.PublicAddress ?? throw new InvalidOperationException("Payments:PublicAddress is not set.");

    public Uri ReturnTo(Guid payment) => new(Public, $"/payments/{payment:D}/return");

    public Uri AgreedAt(Guid autoPay) => new(Public, $"/auto-pay/{autoPay:D}/return");

    public Uri NotifyTo(string gateway) => new(settings.NotifyAddress ?? Public, $"/gateway/{gateway}/notify");
}
