using System.ComponentModel.DataAnnotations;

namespace Wangting.Billing;

/// <summary>Whether bills, balances and payments are ours or those of a billing system that stays. Section <c>Mirror</c>;
/// without a <see cref="System"/> this hall owns them all.</summary>
public sealed class MirrorOptions
{
    /// <summary>The owner's name in the source of records: an account whose source names it is mirrored, its id there is
    /// the owner's billingAccount. All other accounts stay ours.</summary>
    [RegularExpression("^[A-Za-z0-9._-]{1,60}$", ErrorMessage = "Mirror:System is 1 to 60 letters, digits, dots, dashes and underscores.")]
    public string? System { get; set; }

    /// <summary>A copy younger than this is shown without asking; after a failure the owner is left alone as long.</summary>
    [Range(1, 3600, ErrorMessage = "Mirror:FreshSeconds is 1 to 3600.")]
    public int FreshSeconds { get; set; } = 30;

    /// <summary>How long a page waits for the owner before it shows the copy.</summary>
    [Range(0, 10_000, ErrorMessage = "Mirror:WaitMilliseconds is 0 to 10000.")]
    public int WaitMilliseconds { get; set; } = 1000;

    /// <summary>Copies older than this are refreshed in the background, and marked where they are shown.</summary>
    [Range(1, 10_080, ErrorMessage = "Mirror:StaleMinutes is 1 to 10080.")]
    public int StaleMinutes { get; set; } = 60;

    /// <summary>Accounts at which nobody has looked for so long are no longer refreshed in the background.</summary>
    [Range(1, 3650, ErrorMessage = "Mirror:ForgetDays is 1 to 3650.")]
    public int ForgetDays { get; set; } = 30;

    /// <summary>After a payment was sent and no answer came, how long it is left before the owner is asked for it.</summary>
    [Range(1, 3600, ErrorMessage = "Mirror:DoubtSeconds is 1 to 3600.")]
    public int DoubtSeconds { get; set; } = 60;

    /// <summary>How many questions may be with the owner at once, per interface.</summary>
    [Range(1, 500, ErrorMessage = "Mirror:Concurrency is 1 to 500.")]
    public int Concurrency { get; set; } = 16;

    /// <summary>How long one question may take.</summary>
    [Range(50, 60_000, ErrorMessage = "Mirror:TimeoutMilliseconds is 50 to 60000.")]
    public int TimeoutMilliseconds { get; set; } = 3000;

    /// <summary>The longest answer that is read.</summary>
    [Range(1000, 100_000_000, ErrorMessage = "Mirror:MostBytes is 1000 to 100000000.")]
    public int MostBytes { get; set; } = 2_000_000;

    public OwnersApi AccountManagement { get; set; } = new() { Path = "billingAccount" };
    public OwnersApi CustomerBillManagement { get; set; } = new() { Path = "customerBill" };
    public OwnersApi PaymentManagement { get; set; } = new() { Path = "payment" };
    /// <summary>The resource beside the bills that says what each is made up of. Empty: it is not asked, and a bill is its total.</summary>
    public string ChargesPath { get; set; } = "appliedCustomerBillingRate";

    public OwnersCredentials Credentials { get; set; } = new();

    public bool IsOn => System is { Length: > 0 };

    /// <summary>What is missing to be a mirror.</summary>
    public bool IsWhole => !IsOn || new[] { AccountManagement, CustomerBillManagement, PaymentManagement }.All(a => a.Address is { IsAbsoluteUri: true, Scheme: "http" or "https" } && a.Path.Length > 0);
}

/// <summary>Where one interface of the owner is.</summary>
public sealed class OwnersApi
{
    /// <summary>With its base path, such as <c>https://billing.example.org/tmf-api/accountManagement/v4</c>.</summary>
    public Uri? Address { get; set; }
    /// <summary>The resource below it.</summary>
    public string Path { get; set; } = "";
    [Range(1, 1000, ErrorMessage = "Mirror:…:PageSize is 1 to 1000.")]
    public int PageSize { get; set; } = 50;
}

/// <summary>How we show who we are: client credentials at a token endpoint, or a header that stays the same.</summary>
public sealed class OwnersCredentials
{
    public Uri? TokenEndpoint { get; set; }
    public string ClientId { get; set; } = "";
    public string ClientSecret { get; set; } = "";
    public string Scope { get; set; } = "";
    public string Header { get; set; } = "";
    public string Value { get; set; } = "";
}
