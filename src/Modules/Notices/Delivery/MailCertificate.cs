using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Wangting.Notices;

/// <summary>Trust in a mail server inside the operator's own network: its certificate comes from one authority, ours, and
/// is in order but for that.</summary>
internal static class MailCertificate
{
    public static RemoteCertificateValidationCallback TrustedBy(string file) => (_, certificate, _, problems) =>
    {
        if (problems == SslPolicyErrors.None) return true;
        if (certificate is null || (problems & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false; // another name stays another name
        using var server = new X509Certificate2(certificate);
        using var authority = X509CertificateLoader.LoadCertificateFromFile(file);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build(server);
    };
}
