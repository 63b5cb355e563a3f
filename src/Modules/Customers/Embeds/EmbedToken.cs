using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>What a token binds together. It is signed with a key derived from the master key, because nobody but this hall reads
/// it, on whatever node.</summary>
internal sealed record EmbedToken(Guid Id, Guid Client, string Viewer, string Customer, EmbedPart Part, string Purpose, DateTime BeginBy)
{
    const string Signing = "embed.token";
    const int Longest = 4000;

    public string Sign(SecretColumns secrets)
    {
        var content = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, Json.Plain));
        return content + "." + secrets.Hash(Signing, content);
    }

    /// <returns>Null for what this hall has not signed.</returns>
    public static EmbedToken? Read(string? text, SecretColumns secrets)
    {
        if (text is not { Length: > 0 and <= Longest } || text.Split('.') is not [var content, var signature]) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secrets.Hash(Signing, content)), Encoding.UTF8.GetBytes(signature))) return null;
        return JsonSerializer.Deserialize<EmbedToken>(Base64Url.DecodeFromChars(content), Json.Plain);
    }
}
