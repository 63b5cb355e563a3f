using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Where a gateway reports what became of one message. The seal in it is a keyed hash of the message's id:
/// nobody makes an address up, and one address tells nothing about another message.</summary>
public sealed class ArrivalAddresses(SecretColumns secrets, IOptions<NoticeOptions> options)
{
    /// <summary>The door's route, below the address in <see cref="KannelOptions.ReportTo"/>.</summary>
    public const string Path = "/notices/{id:guid}/arrival/{seal}";

    /// <summary>Null when no reports are wanted.</summary>
    public Uri? For(Guid id) => options.Value.Kannel.ReportTo is { } hall ? new(hall, $"/notices/{id:D}/arrival/{SealOf(id)}") : null;

    /// <summary>Whether a report may come from there; from anywhere else there is no such door.</summary>
    public bool Hears(IPAddress? from) => options.Value.Kannel.ReportTo is not null && from is not null
        && options.Value.Kannel.Networks().Any(n => n.Contains(from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from));

    internal bool Knows(Guid id, string seal) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(seal), Encoding.UTF8.GetBytes(SealOf(id)));

    string SealOf(Guid id) => secrets.Hash("notices.arrival", id.ToString("D"));
}
