using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Wangting.ClusterTests.Payments;

namespace Wangting.ClusterTests.Operating;

/// <summary>nginx with the configuration of <c>deploy/nginx</c>, word for word; of its two includes, the ports, the name
/// and the certificate are the test's.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("wangting-nginx-").FullName;
    readonly X509Certificate2 certificate;
    OwnProcess? process;

    Nginx(X509Certificate2 certificate) => this.certificate = certificate;

    public Uri Address { get; private set; } = null!;

    public static async Task<Nginx> StartAsync(string failTimeout, params int[] nodes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        var made = new Nginx(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1)));
        var port = OwnProcess.FreePort();
        await made.WriteAsync(key, failTimeout, port, nodes);
        var (code, said) = await OwnProcess.RunAsync(Deployed.Tool("nginx"), ["-t", "-q", "-c", Path.Combine(made.folder, "nginx.conf"), "-p", made.folder]);
        Assert.True(code == 0, said);
        made.process = OwnProcess.StartProgram(Deployed.Tool("nginx"), ["-c", Path.Combine(made.folder, "nginx.conf"), "-p", made.folder]);
        made.Address = new Uri($"https://localhost:{port}");
        for (var open = false; !open; await Task.Delay(50))
        {
            Assert.False(made.process.IsDead, made.process.Said);
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                open = true;
            }
            catch (SocketException) { /* not yet */ }
        }
        return made;
    }

    async Task WriteAsync(ECDsa key, string failTimeout, int port, int[] nodes)
    {
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(PathOf("wangting"));
        await File.WriteAllTextAsync(PathOf("certificate.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(PathOf("key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.Copy(Path.Combine(Deployed.Folder, "nginx/wangting.conf"), PathOf("wangting.conf"));
        await File.WriteAllTextAsync(PathOf("wangting/nodes.conf"), string.Concat(nodes.Select(node => $"server 127.0.0.1:{node} max_fails=1 fail_timeout={failTimeout};\n")));
        await File.WriteAllTextAsync(PathOf("wangting/site.conf"), $"listen 127.0.0.1:{port} ssl http2;\nserver_name localhost;\nssl_certificate {PathOf("certificate.pem")};\nssl_certificate_key {PathOf("key.pem")};\naccess_log {PathOf("access.log")} wangting;\n");
        await File.WriteAllTextAsync(PathOf("nginx.conf"), $$"""
            daemon off;
            worker_processes 2;
            pid {{PathOf("pid")}};
            error_log {{PathOf("error.log")}};
            events { }
            http {
                access_log off;
                client_body_temp_path {{PathOf("body")}};
                proxy_temp_path {{PathOf("proxy")}};
                fastcgi_temp_path {{PathOf("fastcgi")}};
                uwsgi_temp_path {{PathOf("uwsgi")}};
                scgi_temp_path {{PathOf("scgi")}};
                include wangting.conf;
            }
            """);
    }

    /// <summary>A browser that trusts this certificate alone, keeps cookies and follows nothing by itself.</summary>
    public HttpClient Visit() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = new CookieContainer(),
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetRawCertData().AsSpan().SequenceEqual(certificate.RawData) == true },
    })
    { BaseAddress = Address, DefaultRequestVersion = HttpVersion.Version20, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>How many requests a node has answered.</summary>
    public async Task<int> ServedByAsync(int node) => (await File.ReadAllLinesAsync(PathOf("access.log"))).Count(l => l.EndsWith($"127.0.0.1:{node} 200", StringComparison.Ordinal));

    /// <summary>What it wrote of requests and errors.</summary>
    public async Task<string> LogAsync() => await File.ReadAllTextAsync(PathOf("access.log")) + await File.ReadAllTextAsync(PathOf("error.log"));

    string PathOf(string name) => Path.Combine(folder, name);

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await process.DisposeAsync();
        certificate.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
