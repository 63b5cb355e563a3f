using System.ComponentModel.DataAnnotations;

namespace Wangting.Identity;

/// <summary>Section <c>SignIn</c>: how long, how often, how much. The limits are data: an operator changes them without code.</summary>
public sealed class SignInRules : IValidatableObject
{
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(5);
    [Range(1, 10)] public int CodeTries { get; set; } = 5;
    /// <summary>For so long after a change of SIM a code to that number does not suffice for sensitive acts.</summary>
    public TimeSpan SimChangeHold { get; set; } = TimeSpan.FromHours(48);
    /// <summary>A session not used for so long is over.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromHours(24);
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);
    public TimeSpan QrLifetime { get; set; } = TimeSpan.FromMinutes(2);
    /// <summary>How old a proof may be for what changes who can sign in.</summary>
    public TimeSpan FreshProof { get; set; } = TimeSpan.FromMinutes(5);
    [Range(6, 64)] public int PasswordLength { get; set; } = 8;
    /// <summary>Rounds of PBKDF2-HMAC-SHA512 for service passwords.</summary>
    [Range(100_000, 10_000_000)] public int PasswordRounds { get; set; } = 210_000;

    /// <summary>By name: how many in which window. A known device has a purse of its own, so that a stranger who uses up
    /// the strangers' purse of a number locks nobody out.</summary>
    public Dictionary<string, Limit> Limits { get; set; } = new(StringComparer.Ordinal)
    {
        [LimitName.CodeNumber] = new(5, TimeSpan.FromHours(1)),
        [LimitName.CodeKnownDevice] = new(10, TimeSpan.FromHours(1)),
        [LimitName.CodeDevice] = new(20, TimeSpan.FromHours(1)),
        // Generous: a whole district may share one address behind the operator's own translation.
        [LimitName.CodeAddress] = new(200, TimeSpan.FromHours(1)),
        [LimitName.PasswordNumber] = new(10, TimeSpan.FromMinutes(15)),
        [LimitName.PasswordKnownDevice] = new(10, TimeSpan.FromMinutes(15)),
        [LimitName.PasswordAddress] = new(200, TimeSpan.FromMinutes(15)),
        [LimitName.VoicePin] = new(5, TimeSpan.FromHours(1)),
        [LimitName.QrAddress] = new(200, TimeSpan.FromMinutes(10)),
        [LimitName.FindPerson] = new(10, TimeSpan.FromHours(24)),
        // At the desk, for each member of staff: far above a busy day's work, far below copying the customer base.
        [LimitName.DeskSearch] = new(300, TimeSpan.FromHours(1)),
        [LimitName.DeskReveal] = new(30, TimeSpan.FromHours(1)),
        // To how many numbers somebody may try to send money: which of them are ours is not to be found out.
        [LimitName.TransferTo] = new(20, TimeSpan.FromHours(1)),
        // Wrong codes of vouchers, each from the last one on; an address may be a whole district's.
        [LimitName.VoucherPerson] = new(5, TimeSpan.FromHours(1)),
        [LimitName.VoucherAccount] = new(5, TimeSpan.FromHours(1)),
        [LimitName.VoucherAddress] = new(50, TimeSpan.FromHours(1)),
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var name in LimitName.All.Where(n => !Limits.ContainsKey(n)))
            yield return new($"SignIn:Limits:{name} is missing; it needs Count and Window (such as 5 and 01:00:00).");
        foreach (var name in Limits.Keys.Except(LimitName.All))
            yield return new($"SignIn:Limits:{name} is not known; the names are {string.Join(", ", LimitName.All)}.");
        foreach (var (name, limit) in Limits.Where(l => l.Value.Count < 1 || l.Value.Window <= TimeSpan.Zero))
            yield return new($"SignIn:Limits:{name} is {limit.Count} in {limit.Window}; both must be more than nothing.");
    }
}

/// <param name="Count">How many.</param>
/// <param name="Window">In how long.</param>
public sealed record Limit(int Count, TimeSpan Window)
{
    public Limit() : this(0, TimeSpan.Zero) { }
}

/// <summary>The limits' names.</summary>
public static class LimitName
{
    public const string DeskSearch = "desk-search", DeskReveal = "desk-reveal",
        VoucherPerson = "voucher-person", VoucherAccount = "voucher-account", VoucherAddress = "voucher-address", TransferTo = "transfer-to";

    internal const string CodeNumber = "code-number", CodeKnownDevice = "code-known-device", CodeDevice = "code-device", CodeAddress = "code-address",
        PasswordNumber = "password-number", PasswordKnownDevice = "password-known-device", PasswordAddress = "password-address", QrAddress = "qr-address", FindPerson = "find-person", VoicePin = "voice-pin";

    internal static readonly string[] All = [CodeNumber, CodeKnownDevice, CodeDevice, CodeAddress, PasswordNumber, PasswordKnownDevice, PasswordAddress, QrAddress, FindPerson, VoicePin, DeskSearch, DeskReveal, VoucherPerson, VoucherAccount, VoucherAddress, TransferTo];
}
