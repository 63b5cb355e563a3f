using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;

namespace Wangting.Notices;

/// <summary>Section <c>Listeners</c>: other systems that are told of changes.</summary>
public sealed class ListenerOptions : IValidatableObject
{
    /// <summary>Inside addresses and networks that callbacks may lead to, such as 10.20.0.0/16; all outside ones may.</summary>
    public List<string> InsideNetworks { get; set; } = [];

    /// <summary>After how many hours in which nothing arrived a listener is given up.</summary>
    [Range(1, 720, ErrorMessage = "Listeners:GiveUpHours is 1 to 720.")] public int GiveUpHours { get; set; } = 48;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        InsideNetworks.Where(n => KannelOptions.Network(n) is null).Select(n => new ValidationResult($"Listeners:InsideNetworks holds “{n}”; it takes addresses such as 10.0.0.9 and networks such as 10.0.0.0/24."));

    /// <summary>Whether a callback may lead to this address.</summary>
    public bool Allows(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return !IsInside(address) || InsideNetworks.Any(n => KannelOptions.Network(n)!.Value.Contains(address));
    }

    // RFC 6890 and its successors: whatever is not one host on the public internet.
    static readonly IPNetwork[] Inside =
    [
        .. ((string[])["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"]).Select(IPNetwork.Parse),
    ];

    static bool IsInside(IPAddress address) => address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6) || Inside.Any(n => n.Contains(address));
}
