using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Channels.SignIn;
using Wangting.Channels.Web;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.Doctor;

/// <summary>What is set: whether it can be meant, who can read it, whether it goes together.</summary>
internal static partial class SettingsRoom
{
    public static async IAsyncEnumerable<Finding> LookAsync(Patient patient, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        ct.ThrowIfCancellationRequested();
        foreach (var problem in patient.SettingsProblems.Concat(Invalid(patient)).Distinct(StringComparer.Ordinal)) yield return Finding.Fault("setting_wrong", Path(problem), ("problem", problem));

        if (Environment.GetEnvironmentVariable("WANGTING_SETTINGS") is { Length: > 0 } file && Patient.IsOpenToOthers(file) && HoldsSecrets(patient.Configuration))
            yield return Finding.Warning("settings_open", file);
        if (patient.Settings<KeyOptions>() is { MakeMasterKey: true } && patient.Settings<WebOptions>() is not { Demo: true }) yield return Finding.Warning("makes_keys", "Keys:MakeMasterKey");
        if (patient.Settings<DatabaseOptions>()?.ConnectionString.Replace(" ", "", StringComparison.Ordinal).Contains("IncludeErrorDetail=true", StringComparison.OrdinalIgnoreCase) == true)
            yield return Finding.Warning("error_detail", "Database:ConnectionString");

        if (patient.Settings<PaymentOptions>() is not { } payments) yield break;
        if (payments.PublicAddress is { IsLoopback: false } address)
        {
            if (address.Scheme != Uri.UriSchemeHttps) yield return Finding.Warning("not_https", "Payments:PublicAddress", ("address", address));
            if (patient.Settings<OpenIdOptions>() is { Issuer: null }) yield return Finding.Warning("no_issuer", "OpenId:Issuer", ("address", address.GetLeftPart(UriPartial.Authority)));
        }
        if (payments.Sandbox.Address is { } bank && patient.Settings<SecurityHeaderOptions>() is { } security)
        {
            var origin = bank.GetLeftPart(UriPartial.Authority);
            if (!security.FormTargets.Any(t => t.TrimEnd('/').Equals(origin, StringComparison.OrdinalIgnoreCase))) yield return Finding.Fault("form_target", "Web:Security:FormTargets", ("origin", origin));
        }
    }

    static string[] Invalid(Patient patient)
    {
        try
        {
            patient.Services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException problem) { return Problems.Sentences(problem); }
        catch (AggregateException problems) { return [.. problems.InnerExceptions.OfType<OptionsValidationException>().SelectMany(Problems.Sentences)]; }
        catch (InvalidOperationException) { return []; } // a value that is not of its kind: named already
    }

    static bool HoldsSecrets(IConfiguration configuration) => configuration.AsEnumerable()
        .Any(s => s.Value is { Length: > 0 } && (s.Key.EndsWith("Secret", StringComparison.OrdinalIgnoreCase) || s.Key.EndsWith("Password", StringComparison.OrdinalIgnoreCase)
            || s.Key.EndsWith("ConnectionString", StringComparison.OrdinalIgnoreCase) && s.Value.Contains("Password", StringComparison.OrdinalIgnoreCase)));

    // Our sentences begin with, or hold, the setting's path.
    static string Path(string problem) => Setting().Match(problem) is { Success: true } match ? match.Value : problem.Split(' ')[0];

    [GeneratedRegex("[A-Z][A-Za-z]+(:[A-Za-z0-9-]+)+")] private static partial Regex Setting();
}
