using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Wangting.SandboxGateway;

/// <summary>How a sandbox gateway is set up; nothing is read from the surroundings, so that it can live inside another host.</summary>
public sealed record GatewayOptions
{
    /// <summary>Where it listens: <c>http://ADDRESS:PORT</c>; port 0 takes a free one.</summary>
    public required Uri Address { get; init; }

    /// <summary>Shared secrets by merchant.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>The file that remembers; in memory when null.</summary>
    public string? Journal { get; init; }

    /// <summary>How long a payer has.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromMinutes(30);

    public const string Usage = "Usage: --address http://IP:PORT --secret MERCHANT=SECRET [--secret …] [--journal FILE] [--expire-minutes N]";

    /// <summary>Reads the command line; <paramref name="problem"/> is a sentence for whoever typed it.</summary>
    public static bool TryRead(string[] args, [MaybeNullWhen(false)] out GatewayOptions options, [MaybeNullWhen(true)] out string problem)
    {
        options = null;
        Uri? address = null;
        string? journal = null;
        var expires = TimeSpan.FromMinutes(30);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            problem = $"{args[i]} {value} is not understood. {Usage}";
            switch (args[i])
            {
                case "--address" when Uri.TryCreate(value, UriKind.Absolute, out address) && address.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(address.Host, out _): break;
                case "--secret" when value.Split('=', 2) is [{ Length: > 0 } merchant, { Length: > 0 } secret]: secrets[merchant] = secret; break;
                case "--journal" when value.Length > 0: journal = value; break;
                case "--expire-minutes" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes > 0: expires = TimeSpan.FromMinutes(minutes); break;
                default: return false;
            }
        }
        problem = address is null || secrets.Count == 0 ? $"An address and at least one secret are needed. {Usage}" : null;
        if (problem is not null) return false;
        options = new GatewayOptions { Address = address!, Secrets = secrets, Journal = journal, Expires = expires };
        return true;
    }
}
