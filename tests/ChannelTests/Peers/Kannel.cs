namespace Wangting.ChannelTests.Peers;

/// <summary>A Kannel of one scenario's own: bearerbox and smsbox on free ports, with the operator's message centre behind
/// it. Set up as <c>docs/operating.md</c> says.</summary>
internal sealed class Kannel : IAsyncDisposable
{
    public const string User = "hall", Password = "between hall and gateway";
    readonly string settings = Path.Combine(Path.GetTempPath(), $"wangting-kannel-{Guid.CreateVersion7():N}.conf");
    readonly int[] ports = Peer.FreePorts(3);
    Peer? bearerbox, smsbox;

    public MessageCentre Centre { get; } = new();
    public Uri SendSms => new($"http://127.0.0.1:{ports[2]}/cgi-bin/sendsms");

    public static async Task<Kannel> StartAsync()
    {
        var program = Peer.Installed("/usr/sbin/bearerbox");
        var kannel = new Kannel();
        await File.WriteAllTextAsync(kannel.settings, kannel.Settings(), TestContext.Current.CancellationToken);
        kannel.bearerbox = Peer.Start(program, "-v", "1", kannel.settings);
        await kannel.bearerbox.ListensAtAsync(kannel.ports[1]);
        await kannel.StartSmsboxAsync();
        await kannel.Centre.Bound;
        return kannel;
    }

    public async Task StartSmsboxAsync()
    {
        smsbox = Peer.Start(Peer.Installed("/usr/sbin/smsbox"), "-v", "1", settings);
        await smsbox.ListensAtAsync(ports[2]);
    }

    public async Task StopSmsboxAsync()
    {
        await smsbox!.DisposeAsync();
        smsbox = null;
    }

    // An empty line ends a group; the groups are what an operator would write.
    string Settings() => $"""
        group = core
        admin-port = {ports[0]}
        admin-interface = 127.0.0.1
        admin-password = {Guid.CreateVersion7():N}
        smsbox-port = {ports[1]}
        smsbox-interface = 127.0.0.1
        dlr-storage = internal
        
        group = smsc
        smsc = smpp
        smsc-id = centre
        allowed-smsc-id = centre
        host = 127.0.0.1
        port = {Centre.Port}
        transceiver-mode = true
        smsc-username = kannel
        smsc-password = centre
        system-type = VMA
        source-addr-autodetect = true
        reconnect-delay = 1
        
        group = smsbox
        bearerbox-host = 127.0.0.1
        sendsms-port = {ports[2]}
        sendsms-interface = 127.0.0.1
        
        group = sendsms-user
        username = {User}
        password = {Password}
        user-deny-ip = "*.*.*.*"
        user-allow-ip = 127.0.0.1
        default-smsc = centre
        max-messages = 10
        concatenation = true

        """;

    public async ValueTask DisposeAsync()
    {
        if (smsbox is not null) await smsbox.DisposeAsync();
        if (bearerbox is not null) await bearerbox.DisposeAsync();
        await Centre.DisposeAsync();
        File.Delete(settings);
    }
}
