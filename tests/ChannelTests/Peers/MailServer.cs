using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;

namespace Wangting.ChannelTests.Peers;

/// <summary>A mail server of one scenario's own (aiosmtpd), with STARTTLS and a password unless it is a plain one.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "hall", Password = "between hall and mail";
    readonly string folder = Directory.CreateTempSubdirectory("wangting-mail-").FullName;
    readonly bool secured;
    Peer? server;

    MailServer(bool secured) => this.secured = secured;

    public int Port { get; } = Peer.FreePorts(1)[0];

    /// <summary>Whom a hall must trust to send here.</summary>
    public string Certificate => Path.Combine(folder, "server.pem");

    /// <summary>All that came, oldest first.</summary>
    public IReadOnlyList<MimeMessage> Mail => [.. Directory.GetFiles(Inbox).Order(StringComparer.Ordinal).Select(f => MimeMessage.Load(f))];

    string Inbox => Path.Combine(folder, "inbox");

    public static async Task<MailServer> StartAsync(bool secured = true)
    {
        var mail = new MailServer(secured);
        Directory.CreateDirectory(mail.Inbox);
        mail.MakeCertificate();
        await mail.StartAgainAsync();
        return mail;
    }

    public async Task StartAgainAsync()
    {
        Peer.Installed("/usr/lib/python3/dist-packages/aiosmtpd/controller.py");
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Peers", "mail-server.py"), $"{Port}", Inbox];
        server = Peer.Start("/usr/bin/python3", secured ? [.. arguments, Certificate, Certificate + ".key", User, Password] : arguments);
        await server.ListensAtAsync(Port);
    }

    public async Task StopAsync()
    {
        await server!.DisposeAsync();
        server = null;
    }

    void MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mail.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Certificate + ".key", key.ExportPkcs8PrivateKeyPem());
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
